/** Absolute totals with a revision: of usage, and of the points of every producer. */
@NullMarked
package dev.headroom.aggregation.totals;

import org.jspecify.annotations.NullMarked;
