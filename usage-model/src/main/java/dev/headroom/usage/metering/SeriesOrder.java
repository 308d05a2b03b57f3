package dev.headroom.usage.metering;

import dev.headroom.usage.otlp.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The series of the points of a message, in their order: that of the next message with the same
 * layout, too.
 */
final class SeriesOrder {

  private final long context;
  private @Nullable Series[] series = new Series[16];
  private @Nullable Layout layout;
  private int unknown;

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

  /** The same order of the series of that table. */
  SeriesOrder copy(SeriesTable table) {
    SeriesOrder copy = new SeriesOrder(context);
    copy.layout = layout;
    copy.series = new Series[series.length];
    for (int i = 0; i < series.length; i++) {
      Series one = series[i];
      copy.series[i] =
          one == null || one == Series.UNMETERED
              ? one
              : table.find(one.identityHigh(), one.identityLow());
    }
    return copy;
  }
}
