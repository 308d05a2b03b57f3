/** The two-phase sink into ClickHouse. */
@NullMarked
package dev.headroom.aggregation.sink;

import org.jspecify.annotations.NullMarked;
