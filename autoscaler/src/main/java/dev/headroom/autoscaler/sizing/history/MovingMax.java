package dev.headroom.autoscaler.sizing.history;

import java.util.ArrayDeque;
import java.util.Deque;

/** The greatest of the last values. A value costs constant time on average. */
public final class MovingMax {
  private final int window;
  private final Deque<Entry> falling = new ArrayDeque<>();
  private long count;

  /**
   * @param window how many values are looked at; at least 1
   */
  public MovingMax(int window) {
    if (window < 1) {
      throw new IllegalArgumentException("window is " + window + ", expected 1 or more");
    }
    this.window = window;
  }

  /**
   * Adds a value, which pushes out the oldest of a full window.
   *
   * @param value not NaN
   * @return the greatest of the window
   */
  public double add(double value) {
    while (!falling.isEmpty() && falling.getLast().value() <= value) {
      falling.removeLast();
    }
    falling.addLast(new Entry(count, value));
    if (falling.getFirst().at() <= count - window) {
      falling.removeFirst();
    }
    count++;
    return falling.getFirst().value();
  }

  private record Entry(long at, double value) {}
}
