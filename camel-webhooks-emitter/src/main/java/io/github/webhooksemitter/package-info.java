/**
 * The Camel door: component, endpoint and producer of {@code webhooks-emitter:}. It holds options and hands over to the
 * rooms behind it.
 */
@NullMarked
package io.github.webhooksemitter;

import org.jspecify.annotations.NullMarked;
