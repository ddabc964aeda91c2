/** How a request is signed, and how a receiver verifies that: the schemes, and nothing of Camel. */
@NullMarked
package io.github.webhooksemitter.signature;

import org.jspecify.annotations.NullMarked;
