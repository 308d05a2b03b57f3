package dev.headroom.usage.metering;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Series by identity: an open-addressing table with linear probing, at most two thirds full. */
final class SeriesTable {

  private @Nullable Series[] slots = new Series[8];
  private int size;

  int size() {
    return size;
  }

  @Nullable Series find(long identityHigh, long identityLow) {
    int mask = slots.length - 1;
    for (int i = (int) identityLow & mask; ; i = (i + 1) & mask) {
      Series series = slots[i];
      if (series == null
          || (series.identityLow() == identityLow && series.identityHigh() == identityHigh)) {
        return series;
      }
    }
  }

  /** Adds a series that the table does not hold. */
  void add(Series series) {
    if (3 * (size + 1) > 2 * slots.length) {
      @Nullable Series[] old = slots;
      slots = new Series[2 * old.length];
      for (Series moved : old) {
        if (moved != null) {
          place(moved);
        }
      }
    }
    place(series);
    size++;
  }

  private void place(Series series) {
    int mask = slots.length - 1;
    int i = (int) series.identityLow() & mask;
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = series;
  }

  void forEach(Consumer<Series> action) {
    for (Series series : slots) {
      if (series != null) {
        action.accept(series);
      }
    }
  }

  /** Removes the series for which the condition holds. */
  void removeIf(Predicate<Series> condition) {
    @Nullable Series[] old = slots;
    slots = new Series[8];
    size = 0;
    for (Series series : old) {
      if (series != null && !condition.test(series)) {
        add(series);
      }
    }
  }
}
