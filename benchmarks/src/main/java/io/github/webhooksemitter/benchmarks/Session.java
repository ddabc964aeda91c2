package io.github.webhooksemitter.benchmarks;

/** A sender at work, and what it works with. */
record Session(Options options, ReceiverProcess receiver, SenderProcess sender, Traffic traffic) {}
