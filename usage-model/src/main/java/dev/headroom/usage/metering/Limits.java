package dev.headroom.usage.metering;

/** {@link MeteringLimits} in nanoseconds. */
record Limits(long reorderNanos, long horizonNanos, long futureNanos) {
  static Limits of(MeteringLimits limits) {
    return new Limits(
        limits.reorder().toNanos(), limits.horizon().toNanos(), limits.futureLimit().toNanos());
  }
}
