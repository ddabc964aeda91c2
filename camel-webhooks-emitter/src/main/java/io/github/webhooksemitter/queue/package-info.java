/** Queues outside this process: Camel endpoints of a broker, made safe, and the form of what waits in them. */
@NullMarked
package io.github.webhooksemitter.queue;

import org.jspecify.annotations.NullMarked;
