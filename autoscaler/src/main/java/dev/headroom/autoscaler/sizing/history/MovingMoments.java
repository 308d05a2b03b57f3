package dev.headroom.autoscaler.sizing.history;

/** Mean and standard deviation of the last values. A value costs constant time on average. */
public final class MovingMoments {
  private final double[] ring;
  private int next;
  private int size;
  private double origin;
  private double sum;
  private double squares;

  /**
   * @param window how many values are looked at; at least 2
   */
  public MovingMoments(int window) {
    if (window < 2) {
      throw new IllegalArgumentException("window is " + window + ", expected 2 or more");
    }
    ring = new double[window];
  }

  /**
   * Adds a value, which pushes out the oldest of a full window.
   *
   * @param value finite
   */
  public void add(double value) {
    if (size == ring.length) {
      count(ring[next], -1);
    } else {
      size++;
    }
    ring[next] = value;
    count(value, 1);
    next = (next + 1) % ring.length;
    if (next == 0) {
      recount();
    }
  }

  /** How many values the window holds. */
  public int size() {
    return size;
  }

  /** NaN without a value. */
  public double mean() {
    return origin + sum / size;
  }

  /** Of a sample: divided by one less than the number of values. NaN with fewer than two. */
  public double deviation() {
    return size < 2 ? Double.NaN : Math.sqrt(Math.max(0, squares - sum * sum / size) / (size - 1));
  }

  private void count(double value, int sign) {
    double shifted = value - origin;
    sum += sign * shifted;
    squares += sign * shifted * shifted;
  }

  /** Once a window, so that rounding does not add up; around the mean, so that it stays small. */
  private void recount() {
    double mean = mean();
    origin = mean;
    sum = 0;
    squares = 0;
    for (int i = 0; i < size; i++) {
      count(ring[i], 1);
    }
  }
}
