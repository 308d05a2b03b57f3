package dev.headroom.aggregation.totals;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.streaming.api.TimerService;

/**
 * Makes changes leave together: every key that changed within one interval fires at the interval's
 * end. Setting the timer again costs nothing, Flink keeps one timer a key and time.
 */
public record FlushTimer(long intervalMillis) implements Serializable {

  public FlushTimer {
    if (intervalMillis < 1) {
      throw new IllegalArgumentException("flush: at least 1 ms, found " + intervalMillis + " ms");
    }
  }

  public static FlushTimer every(Duration interval) {
    return new FlushTimer(interval.toMillis());
  }

  public void set(TimerService timers) {
    long now = timers.currentProcessingTime();
    timers.registerProcessingTimeTimer(now - Math.floorMod(now, intervalMillis) + intervalMillis);
  }

  /**
   * The revision after {@code previous}: the wall clock in milliseconds, so that a person can read
   * it, and always higher than the one before.
   */
  public static long nextRevision(long previous, TimerService timers) {
    return Math.max(previous + 1, timers.currentProcessingTime());
  }
}
