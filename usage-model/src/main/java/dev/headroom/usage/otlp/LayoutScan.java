package dev.headroom.usage.otlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the layout of a message, which has been checked. */
final class LayoutScan {

  private final int origin;
  private final ProtoCursor cursor;
  private final List<Layout.Metric> metrics = new ArrayList<>();
  private final List<Layout.Point> points = new ArrayList<>();
  private int[] holes = new int[64];
  private int holeCount;
  private boolean regular = true;

  private LayoutScan(byte[] bytes, int at, int length) {
    this.origin = at;
    this.cursor = new ProtoCursor(bytes, at, length);
  }

  /** The layout of what begins there; null if messages like that are not likely to come again. */
  static @Nullable Layout scan(byte[] bytes, int at, int length) throws MalformedOtlpException {
    LayoutScan scan = new LayoutScan(bytes, at, length);
    scan.resourceMetrics();
    return scan.regular
        ? new Layout(
            bytes,
            at,
            length,
            List.copyOf(scan.metrics),
            scan.points,
            Arrays.copyOf(scan.holes, scan.holeCount))
        : null;
  }

  private void resourceMetrics() throws MalformedOtlpException {
    while (regular && cursor.next()) {
      switch (cursor.field()) {
        case 1 -> regular = false; // a resource that does not come first
        case 2 -> {
          int outer = cursor.enter();
          scopeMetrics();
          cursor.leave(outer);
        }
        default -> cursor.skip();
      }
    }
  }

  private void scopeMetrics() throws MalformedOtlpException {
    int at = cursor.position();
    int size = cursor.remaining();
    int scopeAt = at;
    int scopeLength = 0;
    while (cursor.next()) {
      if (cursor.field() == 1) {
        scopeLength = cursor.length();
        scopeAt = cursor.position();
        cursor.advance(scopeLength);
      } else {
        cursor.skip();
      }
    }
    cursor.moveTo(at, size);
    while (regular && cursor.next()) {
      if (cursor.field() == 2) {
        int outer = cursor.enter();
        metric(scopeAt - origin, scopeLength);
        cursor.leave(outer);
      } else {
        cursor.skip();
      }
    }
  }

  private void metric(int scopeAt, int scopeLength) throws MalformedOtlpException {
    MetricScan scan = new MetricScan(cursor);
    scan.read();
    MetricHeader header = scan.header();
    if (!header.kind().isNumber()) {
      regular = false; // buckets differ everywhere
      return;
    }
    int from = points.size();
    int end = cursor.position();
    cursor.moveTo(scan.dataAt(), scan.dataLength());
    while (regular && cursor.next()) {
      if (cursor.field() == 1) {
        int outer = cursor.enter();
        point();
        cursor.leave(outer);
      } else {
        cursor.skip();
      }
    }
    cursor.moveTo(end, 0);
    metrics.add(new Layout.Metric(header, scopeAt, scopeLength, from, points.size()));
  }

  private void point() throws MalformedOtlpException {
    int at = cursor.position();
    int length = cursor.remaining();
    int time = -1;
    int start = -1;
    int value = -1;
    int valueField = 0;
    long flags = 0;
    while (cursor.next()) {
      switch (cursor.field()) {
        case 2 -> start = hole();
        case 3 -> time = hole();
        case 4, 6 -> {
          valueField = cursor.field();
          value = hole();
        }
        case 8 -> flags = cursor.varint();
        case 5 -> {
          regular = false; // an exemplar is another each time
          cursor.skip();
        }
        default -> cursor.skip();
      }
    }
    points.add(new Layout.Point(at - origin, length, time, start, value, valueField, flags));
  }

  private int hole() throws MalformedOtlpException {
    int at = cursor.position() - origin;
    cursor.expect(ProtoCursor.FIXED64);
    cursor.fixed64();
    if (holeCount == holes.length) {
      holes = Arrays.copyOf(holes, 2 * holeCount);
    }
    holes[holeCount++] = at;
    return at;
  }
}
