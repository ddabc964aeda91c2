/** Business rows and their webhooks, committed together: an outbox in PostgreSQL, and the route that empties it. */
@NullMarked
package io.github.webhooksemitter.examples.outbox;

import org.jspecify.annotations.NullMarked;
