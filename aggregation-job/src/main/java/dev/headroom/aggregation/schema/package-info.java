/** The numbered SQL files and what applies them. */
@NullMarked
package dev.headroom.aggregation.schema;

import org.jspecify.annotations.NullMarked;
