package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Contributions that have not been handed out, by meter, window and dimensions. */
final class PendingContributions {

  private static final int MAX_ENTRIES = 1 << 24;
  private static final int MAX_DIGITS = 64;

  private final Map<Pending.Key, Pending> entries = new LinkedHashMap<>();

  PendingContributions copy() {
    PendingContributions copy = new PendingContributions();
    entries.forEach((key, pending) -> copy.entries.put(key, pending.copy()));
    return copy;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Adds {@code sign × quantity}, spread evenly over (from, to]. A window gets the difference of
   * {@code ⌊quantity × elapsed ÷ length⌋} between its ends, so the parts add up to the whole, and
   * taking the same back with the other sign leaves nothing. All in 10<sup>-9</sup> units and ns.
   */
  void spread(Feed feed, long high, long low, long from, long to, int sign) {
    if ((high | low) == 0) {
      return;
    }
    Pending last = feed.last();
    if (last != null && last.holds(from, to)) {
      add(last, high, low, sign);
      return;
    }
    long window = feed.windowNanos();
    long start = Math.floorDiv(from, window) * window;
    if (to - start <= window) {
      add(at(feed, start), high, low, sign);
      return;
    }
    BigInteger quantity = Int128.toBigInteger(high, low);
    BigInteger length = BigInteger.valueOf(to - from);
    BigInteger before = BigInteger.ZERO;
    for (; start < to; start += window) {
      BigInteger elapsed = BigInteger.valueOf(Math.min(start + window, to) - from);
      BigInteger until = floor(quantity.multiply(elapsed), length);
      BigInteger part = until.subtract(before);
      if (part.signum() != 0) {
        add(at(feed, start), part.shiftRight(Long.SIZE).longValue(), part.longValue(), sign);
      }
      before = until;
    }
  }

  private static BigInteger floor(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** Adds {@code sign × value × length} for every window's part of [from, to): nothing rounds. */
  void hold(Feed feed, long high, long low, long from, long to, int sign) {
    if ((high | low) == 0) {
      return;
    }
    long window = feed.windowNanos();
    long start = Math.floorDiv(from, window) * window;
    for (long at = from; at < to; start += window) {
      long end = Math.min(start + window, to);
      long nanos = end - at;
      Pending last = feed.last();
      Pending target = last != null && last.holds(at, end) ? last : at(feed, start);
      add(target, Int128.timesHigh(high, low, nanos), low * nanos, sign);
      at = end;
    }
  }

  /** Adds a quantity at an instant. */
  void at(Feed feed, long high, long low, long instant, int sign) {
    if ((high | low) != 0) {
      add(holding(feed, instant), high, low, sign);
    }
  }

  /** Raises the maximum of the window that holds the instant. */
  void raise(Feed feed, long high, long low, long instant) {
    holding(feed, instant).raiseTo(high, low);
  }

  private Pending holding(Feed feed, long instant) {
    Pending last = feed.last();
    return last != null && last.holds(instant)
        ? last
        : at(feed, Math.floorDiv(instant, feed.windowNanos()) * feed.windowNanos());
  }

  private static void add(Pending target, long high, long low, int sign) {
    if (sign > 0) {
      target.add(high, low);
    } else {
      target.add(Int128.negatedHigh(high, low), -low);
    }
  }

  private Pending at(Feed feed, long windowStart) {
    Meter meter = feed.meter();
    Pending.Key key =
        new Pending.Key(
            meter.name(), meter.aggregation(), windowStart, feed.windowNanos(), feed.dimensions());
    Pending pending = entries.computeIfAbsent(key, Pending::new);
    feed.last(pending);
    return pending;
  }

  /** Hands everything out, and is empty then. */
  void drain(MeterSet meters, ContributionVisitor visitor) {
    for (Pending pending : entries.values()) {
      pending.markDrained();
      Pending.Key key = pending.key();
      Optional<Meter> meter = meters.find(key.meter());
      BigInteger total = pending.total();
      boolean adds = total.signum() != 0 || key.aggregation() == Aggregation.MAX;
      if (adds && meter.isPresent() && meter.get().aggregation() == key.aggregation()) {
        visitor.contribution(
            meter.get(),
            Math.floorDiv(key.windowStart(), Times.NANOS_PER_SECOND),
            Math.floorDiv(key.windowStart() + key.windowLength(), Times.NANOS_PER_SECOND),
            key.dimensions(),
            total);
      }
    }
    entries.clear();
  }

  void write(DataOutput out) throws IOException {
    Varints.write(out, entries.size());
    for (Pending pending : entries.values()) {
      Pending.Key key = pending.key();
      StateText.write(out, key.meter());
      out.writeByte(code(key.aggregation()));
      Varints.write(out, Math.floorDiv(key.windowStart(), Times.NANOS_PER_SECOND));
      Varints.write(out, key.windowLength() / Times.NANOS_PER_SECOND);
      StateText.write(out, key.dimensions());
      byte[] total = pending.total().toByteArray();
      Varints.write(out, total.length);
      out.write(total);
    }
  }

  static PendingContributions read(DataInput in) throws IOException {
    PendingContributions contributions = new PendingContributions();
    int count = Varints.readCount(in, MAX_ENTRIES);
    for (int i = 0; i < count; i++) {
      String meter = StateText.read(in);
      Aggregation aggregation = aggregation(in.readByte());
      long start = Varints.read(in) * Times.NANOS_PER_SECOND;
      long length = Varints.read(in) * Times.NANOS_PER_SECOND;
      Pending.Key key = new Pending.Key(meter, aggregation, start, length, StateText.read(in));
      byte[] total = new byte[Varints.readCount(in, MAX_DIGITS)];
      in.readFully(total);
      contributions.entries.put(key, new Pending(key, new BigInteger(total)));
    }
    return contributions;
  }

  /** What stands for the aggregation in state; must never change. */
  private static int code(Aggregation aggregation) {
    return switch (aggregation) {
      case SUM -> 0;
      case TIME_WEIGHTED -> 1;
      case MAX -> 2;
    };
  }

  private static Aggregation aggregation(byte code) throws IOException {
    return switch (code) {
      case 0 -> Aggregation.SUM;
      case 1 -> Aggregation.TIME_WEIGHTED;
      case 2 -> Aggregation.MAX;
      default -> throw new IOException("the state names aggregation " + code);
    };
  }
}
