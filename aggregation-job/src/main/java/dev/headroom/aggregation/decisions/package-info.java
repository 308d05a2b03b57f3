/** The autoscaler's decision log, on its way to ClickHouse. */
@NullMarked
package dev.headroom.aggregation.decisions;

import org.jspecify.annotations.NullMarked;
