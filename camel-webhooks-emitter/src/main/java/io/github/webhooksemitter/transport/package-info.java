/**
 * One attempt on the wire: camel-http with a hard deadline, a bounded reply and nothing sent but what was asked for.
 *
 * <p>{@link io.github.webhooksemitter.transport.Transport} owns everything; {@link
 * io.github.webhooksemitter.transport.Attempt} is one request and what came of it. An answer of any kind is a value in the
 * attempt, never an exception.
 */
@NullMarked
package io.github.webhooksemitter.transport;

import org.jspecify.annotations.NullMarked;
