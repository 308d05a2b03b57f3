package dev.headroom.usage.otlp;

import dev.headroom.usage.Quantity;

/**
 * The numbers of all points of a message, in its order: to be had of messages of a known {@link
 * Layout} whose points are all of one moment, as those of a scrape are. The next message overwrites
 * them.
 */
public final class PointColumns {

  /** No floating value here is greater: up to there a {@code long} holds whole numbers exactly. */
  private static final double MOST = 1L << 62;

  private static final long NANOS = 1_000_000_000L;

  private long time;
  private long[] starts = {};
  private long[] bits = {};
  private long[] high = {};
  private long[] low = {};

  PointColumns() {}

  /**
   * Takes the numbers of a message.
   *
   * @param at where the layout begins
   * @return false if there are none of that kind: points of several moments, without a value, or
   *     with a floating one that is not finite or greater than 2<sup>62</sup>
   */
  boolean take(Layout layout, byte[] bytes, int at) {
    if (!layout.isPlain()) {
      return false;
    }
    int points = layout.points();
    if (starts.length < points) {
      starts = new long[points];
      bits = new long[points];
      high = new long[points];
      low = new long[points];
    }
    time = ProtoCursor.fixed64At(bytes, at + layout.timeAt(0));
    for (int i = 0; i < points; i++) {
      if (ProtoCursor.fixed64At(bytes, at + layout.timeAt(i)) != time) {
        return false;
      }
      int start = layout.startAt(i);
      starts[i] = start < 0 ? 0 : ProtoCursor.fixed64At(bytes, at + start);
      long value = ProtoCursor.fixed64At(bytes, at + layout.valueAt(i));
      bits[i] = value;
      if (layout.isInteger(i)) {
        integer(i, value);
      } else if (!floating(i, Double.longBitsToDouble(value))) {
        return false;
      }
    }
    return true;
  }

  /** As {@link Quantity#of(long)}, without an object. */
  private void integer(int i, long value) {
    high[i] = Math.multiplyHigh(value, NANOS);
    low[i] = value * NANOS;
  }

  private boolean floating(int i, double value) {
    if (!(Math.abs(value) <= MOST)) {
      return false;
    }
    long whole = (long) value;
    if (whole == value) {
      integer(i, whole);
      return true;
    }
    Quantity quantity = Quantity.ofDouble(value);
    high[i] = quantity.high();
    low[i] = quantity.low();
    return true;
  }

  /** The time of every point, in ns since 1970. */
  public long time() {
    return time;
  }

  /** The start time of a point, in ns since 1970; 0 if it has none. */
  public long start(int point) {
    return starts[point];
  }

  /** Upper half of the point's value in 10<sup>-9</sup> units. */
  public long high(int point) {
    return high[point];
  }

  /** Lower half of the point's value in 10<sup>-9</sup> units. */
  public long low(int point) {
    return low[point];
  }

  /**
   * Copies all values as they were sent: a whole number, or the bits of a floating one.
   *
   * @param to where the first goes in {@code target}
   */
  public void copyBits(int points, long[] target, int to) {
    System.arraycopy(bits, 0, target, to, points);
  }

  /** Copies all values, in 10<sup>-9</sup> units: their upper and their lower halves. */
  public void copyValues(int points, long[] highTarget, long[] lowTarget) {
    System.arraycopy(high, 0, highTarget, 0, points);
    System.arraycopy(low, 0, lowTarget, 0, points);
  }
}
