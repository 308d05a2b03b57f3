package dev.headroom.usage.metering;

import java.util.Arrays;

/**
 * The kept points of a series as bytes: every point as its difference from the one before, in the
 * coarsest unit that is exact. A point scraped from a counter takes about eight bytes. This is how
 * points lie in memory and in state; one object of this class packs and unpacks those of many
 * series.
 */
final class PackedPoints {

  /** No point takes more bytes. */
  private static final int MAX_BYTES = 1 + 10 + 10 + 16 + 10;

  private static final int CLOSED = 1;
  private static final int NO_VALUE = 2;
  private static final int LATE = 4;
  private static final int START_SAME = 8;
  private static final int START_AT_LAST_TIME = 16;
  private static final int START_OTHER = 24;
  private static final int START_MASK = 24;
  private static final int WIDE = 32;
  private static final int MILLIS = 64;
  private static final int UNITS = 128;

  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long NANOS_PER_UNIT = 1_000_000_000L;

  private byte[] bytes = new byte[16 * MAX_BYTES];
  private int length;
  private long lastTime;
  private long lastStart;
  private long lastLow;

  /** How many bytes have been packed. */
  int length() {
    return length;
  }

  /** Copies what has been packed. */
  void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, length);
  }

  /** Starts with the first point of a series. */
  void start() {
    length = 0;
    lastTime = 0;
    lastStart = 0;
    lastLow = 0;
  }

  /** Starts behind that point. */
  void startAfter(long time, long start, long high, long low) {
    length = 0;
    lastTime = time;
    lastStart = start;
    lastLow = narrow(high, low) ? low : 0;
  }

  /** Packs all of them. */
  void pack(KeptPoints points) {
    start();
    for (int i = 0; i < points.size(); i++) {
      int flags = (points.closedBefore(i) ? CLOSED : 0) | (points.noValue(i) ? NO_VALUE : 0);
      put(points.time(i), points.start(i), points.high(i), points.low(i), points.arrival(i), flags);
    }
  }

  /** Packs a point that is its series' newest, with an open span before it. */
  void packNewest(long time, long start, long high, long low, boolean noValue) {
    put(time, start, high, low, time, noValue ? NO_VALUE : 0);
  }

  private void put(long time, long start, long high, long low, long arrival, int flags) {
    if (bytes.length - length < MAX_BYTES) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int codeAt = length++;
    int code = flags;
    long passed = time - lastTime;
    if (passed % NANOS_PER_MILLI == 0) {
      code |= MILLIS;
      varint(passed / NANOS_PER_MILLI);
    } else {
      varint(passed);
    }
    int startCode = startCode(start);
    code |= startCode;
    if (startCode == START_OTHER) {
      varint(time - start);
    }
    if (narrow(high, low)) {
      long change = low - lastLow;
      boolean units = change % NANOS_PER_UNIT == 0;
      code |= units ? UNITS : 0;
      signed(units ? change / NANOS_PER_UNIT : change);
      lastLow = low;
    } else {
      code |= WIDE;
      eightBytes(high);
      eightBytes(low);
      lastLow = 0;
    }
    if (arrival != time) {
      code |= LATE;
      varint(arrival - time);
    }
    bytes[codeAt] = (byte) code;
    lastTime = time;
    lastStart = start;
  }

  /** Whether the value fits into 62 bits, so that differences don't overflow. */
  private static boolean narrow(long high, long low) {
    return high == low >> 63 && low >> 62 == low >> 63;
  }

  private int startCode(long start) {
    if (start == 0) {
      return 0;
    }
    if (start == lastStart) {
      return START_SAME;
    }
    return start == lastTime ? START_AT_LAST_TIME : START_OTHER;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void signed(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  private void eightBytes(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >> shift);
    }
  }

  /**
   * Unpacks the points of a series.
   *
   * @param into is emptied first
   * @throws IllegalStateException if the bytes are not those of so many points
   */
  static void unpack(byte[] packed, int length, int count, KeptPoints into) {
    into.clear();
    Unpacking from = new Unpacking(packed, length);
    for (int i = 0; i < count; i++) {
      from.next(into);
    }
    if (from.at != length) {
      throw new IllegalStateException("more bytes than the points have");
    }
  }

  /** Where unpacking is. */
  private static final class Unpacking {
    private final byte[] packed;
    private final int length;
    private int at;
    private long time;
    private long start;
    private long low;

    Unpacking(byte[] packed, int length) {
      this.packed = packed;
      this.length = length;
    }

    void next(KeptPoints into) {
      int code = next();
      long lastTime = time;
      time += varint() * ((code & MILLIS) != 0 ? NANOS_PER_MILLI : 1);
      start =
          switch (code & START_MASK) {
            case 0 -> 0;
            case START_SAME -> start;
            case START_AT_LAST_TIME -> lastTime;
            default -> time - varint();
          };
      boolean wide = (code & WIDE) != 0;
      long high;
      if (wide) {
        high = eightBytes();
        low = eightBytes();
      } else {
        low += signed() * ((code & UNITS) != 0 ? NANOS_PER_UNIT : 1);
        high = low >> 63;
      }
      long arrival = (code & LATE) != 0 ? time + varint() : time;
      int i = into.size();
      into.insert(i, time, start, high, low, arrival, (code & NO_VALUE) != 0);
      if ((code & CLOSED) != 0) {
        into.closeBefore(i);
      }
      low = wide ? 0 : low;
    }

    private int next() {
      if (at >= length) {
        throw new IllegalStateException("fewer bytes than the points have");
      }
      return packed[at++];
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 70; shift += 7) {
        int b = next();
        value |= (long) (b & 0x7f) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw new IllegalStateException("a number of a point has more than 10 bytes");
    }

    private long signed() {
      long value = varint();
      return (value >>> 1) ^ -(value & 1);
    }

    private long eightBytes() {
      long value = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        value = (value << 8) | (next() & 0xff);
      }
      return value;
    }
  }
}
