package dev.headroom.autoscaler.warm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The highest value of a time that ends with the last one. */
final class RecentPeak {
  private final Duration kept;

  /** Those that no later one reaches, the greatest first. */
  private final Deque<Sample> falling = new ArrayDeque<>();

  RecentPeak(Duration kept) {
    this.kept = kept;
  }

  /**
   * Adds a value.
   *
   * @param now later than before
   */
  void add(Instant now, BigDecimal value) {
    Sample.forget(falling, now.minus(kept));
    while (!falling.isEmpty() && falling.getLast().value().compareTo(value) <= 0) {
      falling.removeLast();
    }
    falling.addLast(new Sample(now, value));
  }

  /** Zero before the first value. */
  BigDecimal highest() {
    return falling.isEmpty() ? BigDecimal.ZERO : falling.getFirst().value();
  }

  void write(DataOutput out) throws IOException {
    Sample.write(out, falling);
  }

  void read(DataInput in) throws IOException {
    Sample.read(in, falling);
  }
}
