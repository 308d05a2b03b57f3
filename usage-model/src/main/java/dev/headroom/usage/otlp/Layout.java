package dev.headroom.usage.otlp;

import java.util.Arrays;
import java.util.List;

/**
 * What a {@code ResourceMetrics} looks like apart from its resource and from the times and values
 * of its points. Producers send the same series in the same order again and again, so that message
 * after message has the same layout: whoever finds that out by comparing bytes need neither check
 * nor take apart what he knows, and finds every number at its place.
 */
public final class Layout {

  /** Words that are compared before a difference is looked for. */
  private static final int BLOCK = 16;

  /** A metric, and the half-open range of its points. */
  record Metric(MetricHeader header, int scopeAt, int scopeLength, int from, int to) {}

  /** Where the numbers of a point stand; -1 for one that it lacks. */
  record Point(int at, int length, int time, int start, int value, int valueField, long flags) {}

  private final int length;
  private final long[] words;
  private final long[] masks;
  private final List<Metric> metrics;
  private final Point[] points;
  private final int[] timesAt;
  private final int[] startsAt;
  private final int[] valuesAt;
  private final boolean plain;
  private int mostAttributes;
  private boolean holdsTenantKey;

  /**
   * @param bytes of a message; what has this layout begins at {@code at}
   * @param holes where eight bytes stand that may differ, in any order
   */
  Layout(byte[] bytes, int at, int length, List<Metric> metrics, List<Point> points, int[] holes) {
    this.length = length;
    this.metrics = metrics;
    this.points = points.toArray(Point[]::new);
    this.timesAt = points.stream().mapToInt(Point::time).toArray();
    this.startsAt = points.stream().mapToInt(Point::start).toArray();
    this.valuesAt = points.stream().mapToInt(Point::value).toArray();
    this.plain =
        !points.isEmpty()
            && points.stream()
                .allMatch(point -> point.time() >= 0 && point.value() >= 0 && point.flags() == 0);
    byte[] mask = new byte[length];
    Arrays.fill(mask, (byte) -1);
    for (int hole : holes) {
      Arrays.fill(mask, hole, hole + Long.BYTES, (byte) 0);
    }
    this.words = new long[(length + Long.BYTES - 1) / Long.BYTES];
    this.masks = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      masks[i] = ProtoCursor.fixed64At(mask, wordAt(i));
      words[i] = ProtoCursor.fixed64At(bytes, at + wordAt(i)) & masks[i];
    }
  }

  /** The last word overlaps the one before, if the length is no multiple of a word's. */
  private int wordAt(int word) {
    return Math.min(word * Long.BYTES, length - Long.BYTES);
  }

  /** Shorter messages are not worth a layout. */
  static boolean worth(int length) {
    return length >= Long.BYTES;
  }

  boolean matches(byte[] bytes, int at, int rest) {
    if (rest != length) {
      return false;
    }
    int last = words.length - 1;
    int i = 0;
    while (i < last) {
      int end = Math.min(i + BLOCK, last);
      long different = 0;
      for (; i < end; i++) {
        long word = ProtoCursor.fixed64At(bytes, at + i * Long.BYTES);
        different |= (word & masks[i]) ^ words[i];
      }
      if (different != 0) {
        return false;
      }
    }
    long word = ProtoCursor.fixed64At(bytes, at + wordAt(last));
    return ((word & masks[last]) ^ words[last]) == 0;
  }

  List<Metric> metrics() {
    return metrics;
  }

  Point point(int i) {
    return points[i];
  }

  /** Number of points, of whatever metric. */
  public int points() {
    return points.length;
  }

  /** What is the same of all that have the layout, and was found out when it was taken. */
  void describe(int mostOfAnyPlace, boolean tenantKey) {
    mostAttributes = mostOfAnyPlace;
    holdsTenantKey = tenantKey;
  }

  /** As in {@link RequestSummary}, behind the resource. */
  int mostAttributes() {
    return mostAttributes;
  }

  /** Whether the key of a claim stands somewhere behind the resource. */
  boolean holdsTenantKey() {
    return holdsTenantKey;
  }

  /** Whether there are points, and each has a time and a value and no flags. */
  boolean isPlain() {
    return plain;
  }

  /** Whether the value of the point is a whole number, not a floating one. */
  public boolean isInteger(int point) {
    return points[point].valueField() == NumberPoint.INTEGER;
  }

  int timeAt(int point) {
    return timesAt[point];
  }

  /** -1 if the point has no start. */
  int startAt(int point) {
    return startsAt[point];
  }

  int valueAt(int point) {
    return valuesAt[point];
  }
}
