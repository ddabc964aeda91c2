/** Keeps dead letters as files, and sends them back. */
@NullMarked
package io.github.webhooksemitter.examples.replay;

import org.jspecify.annotations.NullMarked;
