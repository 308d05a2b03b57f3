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
  static final Duration REMEMBERED = Duration.ofDays(1);

  private record Sample(Instant time, BigDecimal cores) {
    private void write(DataOutput out) throws IOException {
      out.writeLong(time.getEpochSecond());
      out.writeUTF(cores.toPlainString());
    }

    private static Sample read(DataInput in) throws IOException {
      return new Sample(Instant.ofEpochSecond(in.readLong()), new BigDecimal(in.readUTF()));
    }
  }

  private final Duration refill;

  /** Of the last refill time, none of them zero. */
  private final Deque<Sample> taken = new ArrayDeque<>();

  /** Sums that no later one of the day reaches, the greatest first. */
  private final Deque<Sample> greatest = new ArrayDeque<>();

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
    forget(taken, now.minus(refill));
    forget(greatest, now.minus(REMEMBERED));
    BigDecimal sum = within();
    while (!greatest.isEmpty() && greatest.getLast().cores().compareTo(sum) <= 0) {
      greatest.removeLast();
    }
    if (sum.signum() > 0) {
      greatest.addLast(new Sample(now, sum));
    }
  }

  private static void forget(Deque<Sample> samples, Instant until) {
    while (!samples.isEmpty() && !samples.getFirst().time().isAfter(until)) {
      samples.removeFirst();
    }
  }

  /** In the refill time that ends with the last evaluation. */
  BigDecimal within() {
    return taken.stream().map(Sample::cores).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The most that {@link #within} was in the last day. */
  BigDecimal most() {
    return greatest.isEmpty() ? BigDecimal.ZERO : greatest.getFirst().cores();
  }

  void write(DataOutput out) throws IOException {
    write(out, taken);
    write(out, greatest);
  }

  private static void write(DataOutput out, Deque<Sample> samples) throws IOException {
    out.writeInt(samples.size());
    for (Sample sample : samples) {
      sample.write(out);
    }
  }

  void read(DataInput in) throws IOException {
    read(in, taken);
    read(in, greatest);
  }

  private static void read(DataInput in, Deque<Sample> samples) throws IOException {
    samples.clear();
    for (int left = in.readInt(); left > 0; left--) {
      samples.addLast(Sample.read(in));
    }
  }
}
