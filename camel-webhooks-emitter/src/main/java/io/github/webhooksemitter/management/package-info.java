/** What operators see of emitters: health. */
@NullMarked
package io.github.webhooksemitter.management;

import org.jspecify.annotations.NullMarked;
