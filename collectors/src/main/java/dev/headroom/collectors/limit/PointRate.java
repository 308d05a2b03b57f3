package dev.headroom.collectors.limit;

import java.time.Duration;

/**
 * A token bucket that holds a minute of points: whoever stays below the rate on average is never
 * refused, also with a burst after a pause. A request is taken whole as long as the bucket is not
 * empty, and what it takes beyond is a debt; so one larger than the bucket is possible, and paid
 * for afterwards.
 */
final class PointRate {
  private static final long BURST_SECONDS = 60;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private double tokens;
  private long atNanos;

  /**
   * A full bucket.
   *
   * @param nowNanos of a clock that never goes back
   */
  PointRate(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    tokens = capacity();
    atNanos = nowNanos;
  }

  int perSecond() {
    return perSecond;
  }

  private double capacity() {
    return (double) perSecond * BURST_SECONDS;
  }

  /** Gives back what was taken for points that were not stored. */
  synchronized void giveBack(int points) {
    tokens = Math.min(capacity(), tokens + points);
  }

  /** Takes points; or none, and how long to wait until some can be taken. Zero if they were. */
  synchronized Duration take(int points, long nowNanos) {
    double seconds = Math.max(0, nowNanos - atNanos) / NANOS;
    tokens = Math.min(capacity(), tokens + seconds * perSecond);
    atNanos = nowNanos;
    if (tokens > 0) {
      tokens -= points;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) / perSecond * NANOS));
  }
}
