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

  /** Fires at the end of the current interval. */
  public void set(TimerService timers) {
    setAfter(1, timers);
  }

  /**
   * Fires at the end of the {@code intervals}th interval from now.
   *
   * @return the timer's time
   */
  public long setAfter(int intervals, TimerService timers) {
    long time = endAfter(intervals, timers.currentProcessingTime());
    timers.registerProcessingTimeTimer(time);
    return time;
  }

  /** The end of the {@code intervals}th interval from then, in milliseconds as {@code now}. */
  public long endAfter(int intervals, long now) {
    return now - Math.floorMod(now, intervalMillis) + intervals * intervalMillis;
  }

  /**
   * The revision after {@code previous}: the wall clock in milliseconds, so that a person can read
   * it, and always higher than the one before.
   */
  public static long nextRevision(long previous, TimerService timers) {
    return Math.max(previous + 1, timers.currentProcessingTime());
  }
}
