/** What FOCUS 1.4 asks of a Cost and Usage dataset, and whether the view gives it. */
@NullMarked
package dev.headroom.aggregation.focus;

import org.jspecify.annotations.NullMarked;
