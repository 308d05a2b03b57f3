package dev.headroom.benchmarks;

import java.util.List;
import java.util.Locale;

/** Several measurements of the same thing; at least one. */
public record Samples(List<Double> sorted) {
  public Samples {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("no measurement");
    }
    sorted = sorted.stream().sorted().toList();
  }

  public double min() {
    return sorted.get(0);
  }

  public double max() {
    return sorted.get(sorted.size() - 1);
  }

  /** The middle one, or the mean of the two in the middle. */
  public double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The nearest rank: the ⌈p/100 × n⌉th in ascending order. */
  public double percentile(int percentile) {
    return sorted.get(Math.max(0, (percentile * sorted.size() + 99) / 100 - 1));
  }

  /**
   * Median, least and greatest as three columns.
   *
   * @param format of one number, see {@link String#format}
   */
  public String text(String format) {
    return String.format(
        Locale.ROOT, format + "   " + format + " … " + format, median(), min(), max());
  }
}
