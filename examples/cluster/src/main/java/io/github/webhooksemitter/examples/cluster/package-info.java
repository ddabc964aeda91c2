/** Two processes that share a broker, of which one is killed. */
@NullMarked
package io.github.webhooksemitter.examples.cluster;

import org.jspecify.annotations.NullMarked;
