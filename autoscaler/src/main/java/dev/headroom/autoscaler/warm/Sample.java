package dev.headroom.autoscaler.warm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Deque;

/**
 * A value of an evaluation.
 *
 * @param time a whole second
 */
record Sample(Instant time, BigDecimal value) {

  /** Removes those at a time or before it; the oldest are first. */
  static void forget(Deque<Sample> samples, Instant until) {
    while (!samples.isEmpty() && !samples.getFirst().time().isAfter(until)) {
      samples.removeFirst();
    }
  }

  static void write(DataOutput out, Deque<Sample> samples) throws IOException {
    out.writeInt(samples.size());
    for (Sample sample : samples) {
      out.writeLong(sample.time().getEpochSecond());
      out.writeUTF(sample.value().toPlainString());
    }
  }

  static void read(DataInput in, Deque<Sample> samples) throws IOException {
    samples.clear();
    for (int left = in.readInt(); left > 0; left--) {
      samples.addLast(
          new Sample(Instant.ofEpochSecond(in.readLong()), new BigDecimal(in.readUTF())));
    }
  }
}
