package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points as bytes: nothing is lost, and what is usual is short. */
class PackedPointsTest {

  private static final long TIME = 1_772_359_200_000_000_000L;
  private static final long UNIT = 1_000_000_000L;
  private static final long NARROW = 1L << 62;

  /** Where another code, or one more byte, begins. */
  private static final long[] STEPS = {
    1,
    127,
    128,
    999_999,
    1_000_000,
    1_000_001,
    127_000_000,
    128_000_000,
    16_384_000_000L,
    NARROW / 8
  };

  private static final long[][] VALUES = {
    {0, 0},
    {0, UNIT},
    {0, 63 * UNIT},
    {0, 127 * UNIT},
    {0, 1},
    {-1, -UNIT},
    {-1, -1},
    {0, NARROW - 1},
    {0, NARROW},
    {-1, -NARROW},
    {-1, -NARROW - 1},
    {0, -1},
    {-1, 0},
    {1, 2},
    {Long.MAX_VALUE, Long.MIN_VALUE},
    {Long.MIN_VALUE, 0x0123_4567_89ab_cdefL},
    {0, NARROW - 1},
    {-1, -NARROW},
    {0, 5}
  };

  private record One(
      long time, long start, long high, long low, long arrival, boolean noValue, boolean closed) {}

  private static One plain(long time, long start, long value) {
    return new One(time, start, value >> 63, value, time, false, false);
  }

  private static KeptPoints points(List<One> all) {
    KeptPoints points = new KeptPoints();
    for (int i = 0; i < all.size(); i++) {
      One one = all.get(i);
      points.insert(
          i, one.time(), one.start(), one.high(), one.low(), one.arrival(), one.noValue());
      if (one.closed()) {
        points.closeBefore(i);
      }
    }
    return points;
  }

  private static List<One> unpacked(byte[] bytes, int count) {
    KeptPoints points = new KeptPoints();
    points.insert(0, 1, 1, 1, 1, 1, true);
    PackedPoints.unpack(bytes, bytes.length, count, points);
    List<One> all = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      all.add(
          new One(
              points.time(i),
              points.start(i),
              points.high(i),
              points.low(i),
              points.arrival(i),
              points.noValue(i),
              points.closedBefore(i)));
    }
    return all;
  }

  private static byte[] packed(List<One> all) {
    PackedPoints packing = new PackedPoints();
    packing.pack(points(List.of(plain(1, 1, 1)))); // what was packed before leaves no trace
    packing.pack(points(all));
    byte[] bytes = new byte[packing.length()];
    packing.copyTo(bytes, 0);
    return bytes;
  }

  /** As they are appended, one by one. */
  private static byte[] appended(List<One> all) {
    byte[] bytes = packed(all.subList(0, 1));
    PackedPoints packing = new PackedPoints();
    for (int i = 1; i < all.size(); i++) {
      One last = all.get(i - 1);
      One one = all.get(i);
      packing.startAfter(last.time(), last.start(), last.high(), last.low());
      packing.packNewest(one.time(), one.start(), one.high(), one.low(), one.noValue());
      int length = bytes.length;
      bytes = Arrays.copyOf(bytes, length + packing.length());
      packing.copyTo(bytes, length);
    }
    return bytes;
  }

  @Test
  void everyPointIsWhatItWas() {
    List<One> all = new ArrayList<>();
    long time = TIME;
    for (int i = 0; i < 200; i++) {
      long before = time;
      time += STEPS[i % 7 == 6 ? i / 7 % STEPS.length : i % 6];
      long[] value = VALUES[i % VALUES.length];
      long start =
          switch (i % 5) {
            case 0 -> 0;
            case 1 -> before;
            case 2 -> time - STEPS[i % STEPS.length];
            default -> all.get(i - 1).start();
          };
      long arrival = i % 4 == 3 ? time + STEPS[i % STEPS.length] : time;
      all.add(new One(time, start, value[0], value[1], arrival, i % 3 == 0, i % 8 == 1));
    }
    assertThat(unpacked(packed(all), all.size())).isEqualTo(all);
  }

  @Test
  void appendingIsPackingOneByOne() {
    List<One> all = new ArrayList<>();
    for (int i = 0; i < VALUES.length; i++) {
      long time = TIME + i * STEPS[i % 6];
      long[] value = VALUES[i];
      all.add(new One(time, i / 4, value[0], value[1], time, i % 3 == 0, false));
    }
    assertThat(appended(all)).isEqualTo(packed(all));
    assertThat(unpacked(appended(all), all.size())).isEqualTo(all);
  }

  /** Bytes of a point that comes ten seconds after one of the value zero and the start 5. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'nothing new, whole milliseconds', 10000000000, 5,           0,                     4",
    "'to the nanosecond',               10000000001, 5,           0,                     7",
    "'no start',                        10000000000, 0,           0,                     4",
    "'it starts at the one before',     10000000000, -1,          0,                     4",
    "'63 units more',                   10000000000, 5,           63000000000,           4",
    "'64 units more',                   10000000000, 5,           64000000000,           5",
    "'64 units less',                   10000000000, 5,           -64000000000,          4",
    "'a fraction',                      10000000000, 5,           1,                     4",
    "'a larger fraction',               10000000000, 5,           64,                    5",
    "'nearly 62 bits',                  10000000000, 5,           4611686018427387903,  12",
    "'more than them',                  10000000000, 5,           4611686018427387904,  19",
    "'62 bits below zero',              10000000000, 5,           -4611686018427387904, 12",
    "'more than those',                 10000000000, 5,           -4611686018427387905, 19"
  })
  void whatIsUsualIsShort(String what, long later, long start, long value, int bytes) {
    One first = plain(TIME, 5, 0);
    One second = plain(TIME + later, start < 0 ? TIME : start, value);
    assertThat(packed(List.of(first, second)).length - packed(List.of(first)).length)
        .isEqualTo(bytes);
    assertThat(unpacked(packed(List.of(first, second)), 2)).containsExactly(first, second);
  }

  @Test
  void damagedBytesAreNoticed() {
    byte[] bytes = packed(List.of(plain(TIME, 5, 7), plain(TIME + 1, 6, NARROW)));
    assertThatThrownBy(() -> unpacked(bytes, 3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fewer bytes than the points have");
    assertThatThrownBy(() -> unpacked(bytes, 1)).hasMessage("more bytes than the points have");
    assertThatThrownBy(() -> unpacked(Arrays.copyOf(bytes, bytes.length - 1), 2))
        .hasMessage("fewer bytes than the points have");
    // What lies behind the length is no part of it.
    assertThatThrownBy(() -> PackedPoints.unpack(bytes, bytes.length - 1, 2, new KeptPoints()))
        .hasMessage("fewer bytes than the points have");
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) -1);
    assertThatThrownBy(() -> unpacked(endless, 1))
        .hasMessage("a number of a point has more than 10 bytes");
  }
}
