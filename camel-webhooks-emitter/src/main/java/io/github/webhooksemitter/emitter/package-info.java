/**
 * Who is attached: the options of an emitter, their one table and their checks, the event patterns, and the registry of
 * emitters by id.
 */
@NullMarked
package io.github.webhooksemitter.emitter;

import org.jspecify.annotations.NullMarked;
