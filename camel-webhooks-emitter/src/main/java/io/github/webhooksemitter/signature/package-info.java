/** How a request is signed: the schemes, and nothing of Camel. */
@NullMarked
package io.github.webhooksemitter.signature;

import org.jspecify.annotations.NullMarked;
