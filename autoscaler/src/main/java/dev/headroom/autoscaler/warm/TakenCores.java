package dev.headroom.autoscaler.warm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What replicas that started took: within the refill time that ends now, and the most of that
 * within a day.
 */
final class TakenCores {
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Duration refill;

  /** Of the last refill time, none of them zero. */
  private final Deque<Sample> taken = new ArrayDeque<>();

  private final RecentPeak greatest = new RecentPeak(REMEMBERED);

  TakenCores(Duration refill) {
    this.refill = refill;
  }

  /**
   * What was taken since the evaluation before.
   *
   * @param now later than before
   */
  void add(Instant now, BigDecimal cores) {
    if (cores.signum() > 0) {
      taken.addLast(new Sample(now, cores));
    }
    Sample.forget(taken, now.minus(refill));
    greatest.add(now, within());
  }

  /** In the refill time that ends with the last evaluation. */
  BigDecimal within() {
    return taken.stream().map(Sample::value).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The most that {@link #within} was in the last day. */
  BigDecimal most() {
    return greatest.highest();
  }

  void write(DataOutput out) throws IOException {
    Sample.write(out, taken);
    greatest.write(out);
  }

  void read(DataInput in) throws IOException {
    Sample.read(in, taken);
    greatest.read(in);
  }
}
