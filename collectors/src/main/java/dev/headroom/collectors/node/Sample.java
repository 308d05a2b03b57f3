package dev.headroom.collectors.node;

import java.util.Map;

/**
 * The sums at one moment; none if they may not be sent.
 *
 * @param startNanos since when counters count, since 1970
 */
record Sample(long startNanos, long nanos, Map<Series, Long> sums) {}
