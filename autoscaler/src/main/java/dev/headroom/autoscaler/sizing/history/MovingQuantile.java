package dev.headroom.autoscaler.sizing.history;

import java.util.Arrays;

/**
 * Exact quantiles of the last values. A new value moves only what lies between it and the one that
 * it pushes out.
 */
public final class MovingQuantile {
  private final double[] ring;
  private final double[] sorted;
  private int next;
  private int size;

  /**
   * @param window how many values are looked at; at least 1
   */
  public MovingQuantile(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window is " + window + ", expected 1 or more");
    }
    ring = new double[window];
    sorted = new double[window];
  }

  /**
   * Adds a value, which pushes out the oldest of a full window.
   *
   * @param value finite
   */
  public void add(double value) {
    int from = size == ring.length ? place(ring[next]) : size++;
    ring[next] = value;
    next = (next + 1) % ring.length;
    int to = from;
    if (from > 0 && sorted[from - 1] > value) {
      to = insertion(value, 0, from);
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
    } else if (from + 1 < size && sorted[from + 1] < value) {
      to = insertion(value, from + 1, size) - 1;
      System.arraycopy(sorted, from + 1, sorted, from, to - from);
    }
    sorted[to] = value;
  }

  /** How many values the window holds. */
  public int size() {
    return size;
  }

  /**
   * By linear interpolation between the two nearest values.
   *
   * @param share in [0, 1]
   * @return NaN without a value
   */
  public double quantile(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    double at = share * (size - 1);
    int below = (int) at;
    double low = sorted[below];
    return below + 1 == size ? low : low + (at - below) * (sorted[below + 1] - low);
  }

  private int place(double value) {
    return Arrays.binarySearch(sorted, 0, size, value);
  }

  private int insertion(double value, int from, int to) {
    int at = Arrays.binarySearch(sorted, from, to, value);
    return at < 0 ? -at - 1 : at;
  }
}
