/** Receives webhooks over HTTP and lets only genuine ones in. */
@NullMarked
package io.github.webhooksemitter.examples.receiver;

import org.jspecify.annotations.NullMarked;
