package dev.headroom.usage.metering;

import dev.headroom.usage.otlp.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The series of the points of a message, in their order: that of the next message with the same
 * layout, too.
 */
final class SeriesOrder {

  private static final int MOST_PATIENCE = 63;

  private final long context;
  private @Nullable Series[] series = new Series[16];
  private @Nullable Layout layout;
  private int unknown;

  /** Whether no point of the last message was set aside. */
  private boolean clean;

  private @Nullable Streak streak;

  /** So many messages go by before a streak is tried, since the tries before failed. */
  private int patience;

  private int waited;

  /**
   * @param context under which points were found to be unmetered
   */
  SeriesOrder(long context) {
    this.context = context;
  }

  /** Takes note of the series of a point; null if it is not known yet. */
  void note(int ordinal, @Nullable Series one) {
    if (ordinal >= series.length) {
      series = Arrays.copyOf(series, Math.max(ordinal + 1, 2 * series.length));
    }
    series[ordinal] = one;
    unknown += one == null ? 1 : 0;
  }

  /** Takes note of the series of a point that was not known. */
  void found(int ordinal, Series one) {
    series[ordinal] = one;
    unknown--;
  }

  /** Whether the series of every point that was told is known. */
  boolean isComplete() {
    return unknown == 0;
  }

  /** No more points come. */
  void finish(Layout of) {
    layout = of;
    series = Arrays.copyOf(series, of.points());
  }

  boolean is(Layout other, long otherContext) {
    return layout == other && context == otherContext;
  }

  @Nullable Series series(int ordinal) {
    return series[ordinal];
  }

  int points() {
    return series.length;
  }

  boolean isInteger(int ordinal) {
    return layout != null && layout.isInteger(ordinal);
  }

  /**
   * @param fine whether no point of the last message was set aside: only then does a point whose
   *     series was not asked for mean one that no meter asks for
   */
  void clean(boolean fine) {
    clean = fine;
  }

  /** Whether it is worth while to try whether the next message continues a streak. */
  boolean mayHaveStreak() {
    if (!clean) {
      return false;
    }
    if (streak == null && waited < patience) {
      waited++;
      return false;
    }
    return true;
  }

  /** The streak of messages so far; null if there can be none. */
  @Nullable Streak streak(Limits limits, PointsAtWork work) {
    if (streak == null) {
      streak = Streak.begin(this, context, limits, work);
    }
    return streak;
  }

  /** What came of trying. */
  void tried(boolean continued) {
    patience = continued ? 0 : Math.min(MOST_PATIENCE, 2 * patience + 1);
    waited = 0;
  }

  void streakEnded() {
    streak = null;
  }

  /** The series have all their points then. */
  void handOver(PointsAtWork work) {
    if (streak != null) {
      streak.handOver(work);
    }
  }

  void endStreak(PointsAtWork work) {
    if (streak != null) {
      streak.end(work);
    }
  }
}
