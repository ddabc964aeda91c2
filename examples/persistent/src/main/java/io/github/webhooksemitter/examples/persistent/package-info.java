/** Keeps accepted deliveries in a broker inside the application. */
@NullMarked
package io.github.webhooksemitter.examples.persistent;

import org.jspecify.annotations.NullMarked;
