package dev.headroom.collectors.node;

import java.util.Map;

/**
 * The sums at one moment; none if they may not be sent.
 *
 * @param nanos when, since 1970
 */
record Sample(long nanos, Map<Series, Sum> sums) {}
