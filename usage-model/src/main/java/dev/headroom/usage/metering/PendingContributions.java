package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
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

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Adds {@code sign × quantity}, spread evenly over (from, to]. A window gets the difference of
   * {@code ⌊quantity × elapsed ÷ length⌋} between its ends, so the parts add up to the whole, and
   * taking the same back with the other sign leaves nothing. All in 10<sup>-9</sup> units and ns.
   */
  void spread(Feed feed, long value, long valueLow, long from, long to, int sign) {
    if ((value | valueLow) == 0) {
      return;
    }
    long high = feed.timesFactorHigh(value, valueLow);
    long low = valueLow * feed.factor();
    Pending last = feed.last();
    if (last != null && last.holds(from, to)) {
      add(last, high, low, sign);
      return;
    }
    long start = feed.stepStart(from);
    long end = feed.stepEnd(start);
    if (to <= end) {
      add(at(feed, start, end), high, low, sign);
      return;
    }
    BigInteger quantity = Int128.toBigInteger(high, low);
    BigInteger length = BigInteger.valueOf(to - from);
    BigInteger before = BigInteger.ZERO;
    while (start < to) {
      BigInteger elapsed = BigInteger.valueOf(Math.min(end, to) - from);
      BigInteger until = floor(quantity.multiply(elapsed), length);
      BigInteger part = until.subtract(before);
      if (part.signum() != 0) {
        Pending target = at(feed, start, end);
        add(target, part.shiftRight(Long.SIZE).longValue(), part.longValue(), sign);
      }
      before = until;
      start = end;
      end = feed.stepEnd(start);
    }
  }

  /**
   * Whether the range (from, to] is spread over one window only: then what is spread over it may be
   * added up before.
   */
  static boolean isOneStep(Feed feed, long from, long to) {
    Pending last = feed.last();
    return (last != null && last.holds(from, to)) || to <= feed.stepEnd(feed.stepStart(from));
  }

  private static BigInteger floor(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** Adds {@code sign × value × length} for every window's part of [from, to): nothing rounds. */
  void hold(Feed feed, long value, long valueLow, long from, long to, int sign) {
    if ((value | valueLow) == 0) {
      return;
    }
    long high = feed.timesFactorHigh(value, valueLow);
    long low = valueLow * feed.factor();
    for (long at = from; at < to; ) {
      Pending target = holding(feed, at);
      long end = Math.min(target.end(), to);
      long nanos = end - at;
      add(target, Int128.timesHigh(high, low, nanos), low * nanos, sign);
      at = end;
    }
  }

  /** Adds a quantity at an instant. */
  void at(Feed feed, long high, long low, long instant, int sign) {
    if ((high | low) != 0) {
      long times = feed.timesFactorHigh(high, low);
      add(holding(feed, instant), times, low * feed.factor(), sign);
    }
  }

  /** Tells the window that holds the instant a point's value. */
  void value(Feed feed, long high, long low, long instant) {
    long times = feed.timesFactorHigh(high, low);
    holding(feed, instant).value(times, low * feed.factor(), instant);
  }

  private Pending holding(Feed feed, long instant) {
    Pending last = feed.last();
    return last != null && last.holds(instant) ? last : at(feed, instant);
  }

  private static void add(Pending target, long high, long low, int sign) {
    if (sign > 0) {
      target.add(high, low);
    } else {
      target.add(Int128.negatedHigh(high, low), -low);
    }
  }

  private Pending at(Feed feed, long instant) {
    long start = feed.stepStart(instant);
    return at(feed, start, feed.stepEnd(start));
  }

  private Pending at(Feed feed, long windowStart, long windowEnd) {
    Meter meter = feed.meter();
    Pending.Key key =
        new Pending.Key(
            meter.name(),
            meter.aggregation(),
            feed.attribution(),
            windowStart,
            windowEnd - windowStart,
            feed.dimensions(),
            feed.part());
    Pending pending = entries.computeIfAbsent(key, Pending::new);
    feed.last(pending);
    return pending;
  }

  /** Hands everything out, and is empty then. */
  void drain(MeterSet meters, WindowGrid grid, ContributionVisitor visitor) {
    for (Pending pending : entries.values()) {
      pending.markDrained();
      Pending.Key key = pending.key();
      Optional<Meter> meter = meters.find(key.meter());
      BigInteger total = pending.total();
      boolean adds = total.signum() != 0 || key.aggregation().isExtreme();
      if (adds && meter.isPresent() && fits(key, meter.get(), grid)) {
        tell(key, meter.get(), grid, total, visitor);
      }
    }
    entries.clear();
  }

  private static boolean fits(Pending.Key key, Meter meter, WindowGrid grid) {
    if (meter.aggregation() != key.aggregation() || !key.aggregation().isSampled()) {
      return meter.aggregation() == key.aggregation();
    }
    long start = grid.start(meter.step(), key.windowStart());
    return start == key.windowStart()
        && grid.end(meter.step(), start) - start == key.windowLength();
  }

  private static void tell(
      Pending.Key key,
      Meter meter,
      WindowGrid grid,
      BigInteger total,
      ContributionVisitor visitor) {
    boolean sampled = key.aggregation().isSampled();
    long start = key.windowStart();
    long end = start + key.windowLength();
    UsagePart part = key.part();
    if (sampled) {
      start = grid.start(meter.window(), key.windowStart());
      end = grid.end(meter.window(), start);
      part = UsagePart.sample((key.windowStart() - start) / Times.NANOS_PER_SECOND);
    }
    visitor.contribution(
        meter,
        key.attribution(),
        Math.floorDiv(start, Times.NANOS_PER_SECOND),
        Math.floorDiv(end, Times.NANOS_PER_SECOND),
        key.dimensions(),
        part,
        total);
  }

  void write(DataOutput out) throws IOException {
    Varints.write(out, entries.size());
    for (Pending pending : entries.values()) {
      Pending.Key key = pending.key();
      StateText.write(out, key.meter());
      out.writeByte(code(key.aggregation()));
      key.attribution().write(out);
      Varints.write(out, Math.floorDiv(key.windowStart(), Times.NANOS_PER_SECOND));
      Varints.write(out, key.windowLength() / Times.NANOS_PER_SECOND);
      StateText.write(out, key.dimensions());
      if (key.aggregation() == Aggregation.UNIQUE) {
        out.writeLong(key.part().high());
        out.writeLong(key.part().low());
      }
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
      Attribution attribution = Attribution.read(in);
      long start = Varints.read(in) * Times.NANOS_PER_SECOND;
      long length = Varints.read(in) * Times.NANOS_PER_SECOND;
      String dimensions = StateText.read(in);
      UsagePart part =
          aggregation == Aggregation.UNIQUE
              ? new UsagePart(in.readLong(), in.readLong())
              : UsagePart.WHOLE;
      Pending.Key key =
          new Pending.Key(meter, aggregation, attribution, start, length, dimensions, part);
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
      case MIN -> 3;
      case LAST -> 4;
      case UNIQUE -> 5;
      case PERCENTILE -> 6;
      case HIGH_WATER -> 7;
      case ACTIVATIONS -> 8;
    };
  }

  private static Aggregation aggregation(byte code) throws IOException {
    return switch (code) {
      case 0 -> Aggregation.SUM;
      case 1 -> Aggregation.TIME_WEIGHTED;
      case 2 -> Aggregation.MAX;
      case 3 -> Aggregation.MIN;
      case 4 -> Aggregation.LAST;
      case 5 -> Aggregation.UNIQUE;
      case 6 -> Aggregation.PERCENTILE;
      case 7 -> Aggregation.HIGH_WATER;
      case 8 -> Aggregation.ACTIVATIONS;
      default -> throw new IOException("the state names aggregation " + code);
    };
  }
}
