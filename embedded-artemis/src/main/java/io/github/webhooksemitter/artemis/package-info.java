/** An Apache ActiveMQ Artemis broker inside the application, for {@code queue=sjms2:queue:webhooks.{emitterId}}. */
@NullMarked
package io.github.webhooksemitter.artemis;

import org.jspecify.annotations.NullMarked;
