package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Aggregation;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What is to be added to one window of one meter and one set of dimensions. */
final class Pending {

  /** What a contribution belongs to. Times in ns. */
  record Key(
      String meter,
      Aggregation aggregation,
      long windowStart,
      long windowLength,
      String dimensions) {}

  private final Key key;
  private long high;
  private long low;
  private @Nullable BigInteger spilled;
  private boolean drained;

  /** A maximum starts at the least number, all else at zero. */
  Pending(Key key) {
    this.key = key;
    this.high = key.aggregation() == Aggregation.MAX ? Long.MIN_VALUE : 0;
  }

  Pending(Key key, BigInteger total) {
    this.key = key;
    if (total.bitLength() < Long.SIZE * 2) {
      high = total.shiftRight(Long.SIZE).longValue();
      low = total.longValue();
    } else {
      spilled = total;
    }
  }

  Pending copy() {
    Pending copy = new Pending(key);
    copy.high = high;
    copy.low = low;
    copy.spilled = spilled;
    return copy;
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

  void raiseTo(long otherHigh, long otherLow) {
    if (otherHigh > high || (otherHigh == high && Long.compareUnsigned(otherLow, low) > 0)) {
      high = otherHigh;
      low = otherLow;
    }
  }

  BigInteger total() {
    BigInteger total = Int128.toBigInteger(high, low);
    return spilled == null ? total : spilled.add(total);
  }
}
