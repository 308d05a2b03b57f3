package dev.headroom.autoscaler.demand;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One point of a counter of CPU seconds.
 *
 * @param workload whose time it is
 * @param metric which counter
 * @param reporter the resource that reports it: one container, pod or process
 * @param machine which the reporter is on; null if it does not say
 * @param series identity of the series
 * @param delta whether {@code seconds} is the increase since {@code start} rather than a total
 * @param start start time of the counter or of the delta; null if the point has none
 * @param time time of the point
 * @param seconds CPU seconds, scale 9, not negative
 */
public record CpuPoint(
    WorkloadId workload,
    CpuMetric metric,
    Identity reporter,
    @Nullable String machine,
    Identity series,
    boolean delta,
    @Nullable Instant start,
    Instant time,
    BigDecimal seconds)
    implements UsagePoint {}
