/** Emits the JSON files of a folder as webhooks, to a receiver that shows what arrives. */
@NullMarked
package io.github.webhooksemitter.examples.quickstart;

import org.jspecify.annotations.NullMarked;
