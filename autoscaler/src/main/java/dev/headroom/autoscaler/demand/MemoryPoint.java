package dev.headroom.autoscaler.demand;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One point of a level of memory, or of a counter of kills.
 *
 * @param series identity of the series
 * @param start start time of the counter; null if the point has none
 * @param value bytes or kills, not negative
 */
public record MemoryPoint(
    WorkloadId workload,
    MemoryMetric metric,
    Identity series,
    @Nullable Instant start,
    Instant time,
    BigDecimal value)
    implements UsagePoint {}
