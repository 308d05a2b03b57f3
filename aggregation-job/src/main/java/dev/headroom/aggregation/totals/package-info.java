/** Absolute totals of usage, with a revision. */
@NullMarked
package dev.headroom.aggregation.totals;

import org.jspecify.annotations.NullMarked;
