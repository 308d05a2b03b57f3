/** From points to exact contributions of usage: coverage, counters, deltas, gauges, windows. */
@NullMarked
package dev.headroom.usage.metering;

import org.jspecify.annotations.NullMarked;
