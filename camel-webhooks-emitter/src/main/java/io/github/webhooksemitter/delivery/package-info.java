/** What happens to an accepted event: queue, pipeline, retries, dead letters, stop. */
@NullMarked
package io.github.webhooksemitter.delivery;

import org.jspecify.annotations.NullMarked;
