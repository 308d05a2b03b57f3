package dev.headroom.collectors.limit;

import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.time.Duration;

/**
 * The different series of a client: those of this hour and those of the hour before that have not
 * been seen in this one, hours from its first. One that was not seen for two hours is forgotten. A
 * series is told by 64 bits of its hash, so among a million of them one in 10⁷ counts too few.
 */
final class SeriesCensus {
  private static final long GENERATION_NANOS = Duration.ofHours(1).toNanos();

  private final int limit;
  private LongOpenHashSet current = new LongOpenHashSet();
  private LongOpenHashSet before = new LongOpenHashSet();
  private long begunNanos;

  SeriesCensus(int limit, long nowNanos) {
    this.limit = limit;
    begunNanos = nowNanos;
  }

  int limit() {
    return limit;
  }

  /** Counts these in; or none of them, if there would be more than the limit. */
  synchronized boolean admit(LongSet series, long nowNanos) {
    turn(nowNanos);
    int more = 0;
    for (long each : series) {
      if (!current.contains(each) && !before.contains(each)) {
        more++;
      }
    }
    if (more > 0 && current.size() + before.size() + more > limit) {
      return false;
    }
    for (long each : series) {
      current.add(each);
      before.remove(each);
    }
    return true;
  }

  private void turn(long nowNanos) {
    long generations = (nowNanos - begunNanos) / GENERATION_NANOS;
    if (generations > 0) {
      before = generations == 1 ? current : new LongOpenHashSet();
      current = new LongOpenHashSet();
      begunNanos += generations * GENERATION_NANOS;
    }
  }

  synchronized int size() {
    return current.size() + before.size();
  }
}
