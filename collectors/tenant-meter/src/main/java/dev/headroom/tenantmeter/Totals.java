package dev.headroom.tenantmeter;

/**
 * What a tenant has used since it got its place: whole numbers that only grow.
 *
 * @param activeSessions how many are active now; the only one that also falls
 * @param sessionNanos how long sessions were active, those that still are until now
 */
record Totals(
    long cpuNanos,
    long bytesIn,
    long bytesOut,
    long requests,
    long rows,
    long sessions,
    long activeSessions,
    long sessionNanos) {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0);
}
