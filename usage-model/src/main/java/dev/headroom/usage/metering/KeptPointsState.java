package dev.headroom.usage.metering;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Kept points as bytes: every point as its difference from the one before, in the coarsest unit
 * that is exact. A point scraped from a counter takes about eight bytes.
 */
final class KeptPointsState {

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

  private KeptPointsState() {}

  static void write(KeptPoints points, DataOutput out) throws IOException {
    Varints.write(out, points.size());
    long lastTime = 0;
    long lastStart = 0;
    long lastLow = 0;
    for (int i = 0; i < points.size(); i++) {
      long time = points.time(i) - lastTime;
      long value = points.low(i) - lastLow;
      int code = code(points, i, lastTime, lastStart, lastLow);
      out.writeByte(code);
      Varints.write(out, (code & MILLIS) != 0 ? time / NANOS_PER_MILLI : time);
      if ((code & START_MASK) == START_OTHER) {
        Varints.write(out, points.time(i) - points.start(i));
      }
      if ((code & WIDE) != 0) {
        out.writeLong(points.high(i));
        out.writeLong(points.low(i));
      } else {
        Varints.writeSigned(out, (code & UNITS) != 0 ? value / NANOS_PER_UNIT : value);
      }
      if ((code & LATE) != 0) {
        Varints.write(out, points.arrival(i) - points.time(i));
      }
      lastTime = points.time(i);
      lastStart = points.start(i);
      lastLow = (code & WIDE) != 0 ? 0 : points.low(i);
    }
  }

  private static int code(KeptPoints points, int i, long lastTime, long lastStart, long lastLow) {
    int code = points.closedBefore(i) ? CLOSED : 0;
    code |= points.noValue(i) ? NO_VALUE : 0;
    code |= points.arrival(i) != points.time(i) ? LATE : 0;
    code |= startCode(points.start(i), lastStart, lastTime);
    code |= (points.time(i) - lastTime) % NANOS_PER_MILLI == 0 ? MILLIS : 0;
    if (!narrow(points.high(i), points.low(i))) {
      return code | WIDE;
    }
    return code | ((points.low(i) - lastLow) % NANOS_PER_UNIT == 0 ? UNITS : 0);
  }

  /** Whether the value fits into 62 bits, so that differences don't overflow. */
  private static boolean narrow(long high, long low) {
    return high == low >> 63 && low >> 62 == low >> 63;
  }

  private static int startCode(long start, long lastStart, long lastTime) {
    if (start == 0) {
      return 0;
    }
    if (start == lastStart) {
      return START_SAME;
    }
    return start == lastTime ? START_AT_LAST_TIME : START_OTHER;
  }

  static KeptPoints read(DataInput in) throws IOException {
    KeptPoints points = new KeptPoints();
    int size = Varints.readCount(in, Series.MAX_KEPT + 1);
    long time = 0;
    long start = 0;
    long low = 0;
    for (int i = 0; i < size; i++) {
      int code = in.readUnsignedByte();
      long lastTime = time;
      time += Varints.read(in) * ((code & MILLIS) != 0 ? NANOS_PER_MILLI : 1);
      start =
          switch (code & START_MASK) {
            case 0 -> 0;
            case START_SAME -> start;
            case START_AT_LAST_TIME -> lastTime;
            default -> time - Varints.read(in);
          };
      boolean wide = (code & WIDE) != 0;
      long high = wide ? in.readLong() : 0;
      if (wide) {
        low = in.readLong();
      } else {
        low += Varints.readSigned(in) * ((code & UNITS) != 0 ? NANOS_PER_UNIT : 1);
        high = low >> 63;
      }
      long arrival = (code & LATE) != 0 ? time + Varints.read(in) : time;
      points.insert(i, time, start, high, low, arrival, (code & NO_VALUE) != 0);
      if ((code & CLOSED) != 0) {
        points.closeBefore(i);
      }
      low = wide ? 0 : low;
    }
    return points;
  }
}
