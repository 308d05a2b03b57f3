package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.LastValue;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What is to be added to one window of one meter and one set of dimensions. */
final class Pending {

  /**
   * What a contribution belongs to. Times in ns.
   *
   * @param attribution whose usage it is
   * @param part of a meter that counts values, the value
   */
  record Key(
      String meter,
      Aggregation aggregation,
      Attribution attribution,
      long windowStart,
      long windowLength,
      String dimensions,
      UsagePart part) {}

  private final Key key;
  private long high;
  private long low;
  private @Nullable BigInteger spilled;
  private boolean drained;

  /** When the value was there, for an aggregation to which that matters; in ns. */
  private long time = Long.MIN_VALUE;

  /** A maximum starts at the least number, a minimum at the greatest, all else at zero. */
  Pending(Key key) {
    this.key = key;
    if (key.aggregation() == Aggregation.MAX) {
      high = Long.MIN_VALUE;
    } else if (key.aggregation() == Aggregation.MIN) {
      high = Long.MAX_VALUE;
      low = -1;
    }
  }

  Pending(Key key, BigInteger written) {
    this.key = key;
    BigInteger total = written;
    if (key.aggregation() == Aggregation.LAST) {
      time = LastValue.timeNanos(written);
      total = LastValue.value(written);
    }
    if (total.bitLength() < Long.SIZE * 2) {
      high = total.shiftRight(Long.SIZE).longValue();
      low = total.longValue();
    } else {
      spilled = total;
    }
  }

  Key key() {
    return key;
  }

  /** Whether it has been handed out, so that nothing may be added any more. */
  boolean drained() {
    return drained;
  }

  void markDrained() {
    drained = true;
  }

  /** End of the window, exclusive, in ns. */
  long end() {
    return key.windowStart() + key.windowLength();
  }

  /** Whether the range (from, to] lies in the window. */
  boolean holds(long from, long to) {
    return from >= key.windowStart() && to - key.windowStart() <= key.windowLength();
  }

  /** Whether the instant lies in the window, of which the end is not part. */
  boolean holds(long instant) {
    return instant >= key.windowStart() && instant - key.windowStart() < key.windowLength();
  }

  void add(long addHigh, long addLow) {
    long sumLow = low + addLow;
    long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
    long sumHigh = high + addHigh + carry;
    if (((high ^ sumHigh) & (addHigh ^ sumHigh)) < 0) {
      spilled = total();
      sumHigh = addHigh;
      sumLow = addLow;
    }
    high = sumHigh;
    low = sumLow;
  }

  /** Takes a point's value into account, where the aggregation is that of single values. */
  void value(long otherHigh, long otherLow, long otherTime) {
    boolean greater =
        otherHigh > high || (otherHigh == high && Long.compareUnsigned(otherLow, low) > 0);
    boolean counts =
        switch (key.aggregation()) {
          case MIN -> !greater;
          case LAST -> otherTime > time || (otherTime == time && greater);
          default -> greater;
        };
    if (counts) {
      high = otherHigh;
      low = otherLow;
      time = otherTime;
    }
  }

  BigInteger total() {
    BigInteger total = Int128.toBigInteger(high, low);
    if (key.aggregation() == Aggregation.LAST) {
      return LastValue.of(time, total);
    }
    return spilled == null ? total : spilled.add(total);
  }
}
