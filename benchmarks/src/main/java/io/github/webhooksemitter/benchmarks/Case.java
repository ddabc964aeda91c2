package io.github.webhooksemitter.benchmarks;

/**
 * One line of a suite.
 *
 * @param label what it is, unique in its suite
 * @param contender whose numbers they are
 */
record Case(String label, Contender contender, Measure measure) {}
