/** The other half: webhooks that a Camel route receives, verified before anything else looks at them. */
@NullMarked
package io.github.webhooksemitter.receiver;

import org.jspecify.annotations.NullMarked;
