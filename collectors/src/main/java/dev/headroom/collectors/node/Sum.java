package dev.headroom.collectors.node;

/**
 * A value of a series.
 *
 * @param startNanos since when it counts, since 1970
 */
record Sum(long value, long startNanos) {}
