package dev.headroom.autoscaler.sizing.history;

/** The mean of the last values. A value costs constant time on average. */
public final class MovingMean {
  private final double[] ring;
  private int next;
  private int size;
  private double sum;

  /**
   * @param window how many values are looked at; at least 1
   */
  public MovingMean(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window is " + window + ", expected 1 or more");
    }
    ring = new double[window];
  }

  /**
   * Adds a value, which pushes out the oldest of a full window.
   *
   * @param value finite
   * @return the mean of the window
   */
  public double add(double value) {
    if (size == ring.length) {
      sum -= ring[next];
    } else {
      size++;
    }
    ring[next] = value;
    sum += value;
    next = (next + 1) % ring.length;
    if (next == 0) {
      recount();
    }
    return sum / size;
  }

  /** Once a window, so that rounding does not add up. */
  private void recount() {
    sum = 0;
    for (int i = 0; i < size; i++) {
      sum += ring[i];
    }
  }
}
