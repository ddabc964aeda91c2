/** Loads emitters from a JSON file and fans events out to them. */
@NullMarked
package io.github.webhooksemitter.examples.emittersfromjson;

import org.jspecify.annotations.NullMarked;
