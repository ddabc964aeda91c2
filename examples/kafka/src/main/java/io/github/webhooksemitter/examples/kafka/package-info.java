/** Sends the records of a Kafka topic as webhooks, and commits each when it is delivered. */
@NullMarked
package io.github.webhooksemitter.examples.kafka;

import org.jspecify.annotations.NullMarked;
