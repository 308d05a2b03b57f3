package dev.headroom.usage.otlp;

import java.nio.charset.StandardCharsets;

/** Looks a {@code Metric} over: its header, and where its data lies. */
final class MetricScan {

  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  private final ProtoCursor cursor;
  private String name = "";
  private String unit = "";
  private int dataField;
  private int dataAt;
  private int dataLength;
  private int points;
  private int temporality;
  private boolean monotonic;

  MetricScan(ProtoCursor cursor) {
    this.cursor = cursor;
  }

  int dataAt() {
    return dataAt;
  }

  int dataLength() {
    return dataLength;
  }

  MetricHeader header() {
    return new MetricHeader(name, unit, kind(), points);
  }

  /** Reads the metric that fills the rest of the cursor's message, up to its end. */
  void read() throws MalformedOtlpException {
    while (cursor.next()) {
      switch (cursor.field()) {
        case 1 -> name = text();
        case 3 -> unit = text();
        case 5, 7, 9, 10, 11 -> data();
        default -> cursor.skip();
      }
    }
  }

  private String text() throws MalformedOtlpException {
    int length = cursor.length();
    String text = new String(cursor.bytes(), cursor.position(), length, StandardCharsets.UTF_8);
    cursor.advance(length);
    return text;
  }

  private void data() throws MalformedOtlpException {
    if (dataField != 0) {
      throw new MalformedOtlpException(cursor.position(), "a metric has data twice");
    }
    dataField = cursor.field();
    int outer = cursor.enter();
    dataAt = cursor.position();
    dataLength = cursor.remaining();
    while (cursor.next()) {
      if (cursor.field() == 1) {
        points++;
        cursor.advance(cursor.length());
      } else if ((dataField == 7 || dataField == 9 || dataField == 10) && cursor.field() == 2) {
        temporality = (int) varint();
      } else if (dataField == 7 && cursor.field() == 3) {
        monotonic = varint() != 0;
      } else {
        cursor.skip();
      }
    }
    cursor.leave(outer);
  }

  private long varint() throws MalformedOtlpException {
    cursor.expect(ProtoCursor.VARINT);
    return cursor.varint();
  }

  private MetricKind kind() {
    return switch (dataField) {
      case 5 -> MetricKind.GAUGE;
      case 7 -> sumKind();
      case 9 ->
          temporal(
              MetricKind.CUMULATIVE_HISTOGRAM, MetricKind.DELTA_HISTOGRAM, MetricKind.HISTOGRAM);
      case 10 ->
          temporal(
              MetricKind.CUMULATIVE_EXPONENTIAL_HISTOGRAM,
              MetricKind.DELTA_EXPONENTIAL_HISTOGRAM,
              MetricKind.EXPONENTIAL_HISTOGRAM);
      case 11 -> MetricKind.SUMMARY;
      default -> MetricKind.EMPTY;
    };
  }

  private MetricKind sumKind() {
    return monotonic
        ? temporal(
            MetricKind.CUMULATIVE_COUNTER,
            MetricKind.DELTA_COUNTER,
            MetricKind.SUM_WITHOUT_TEMPORALITY)
        : temporal(
            MetricKind.CUMULATIVE_LEVEL,
            MetricKind.DELTA_LEVEL,
            MetricKind.SUM_WITHOUT_TEMPORALITY);
  }

  private MetricKind temporal(MetricKind cumulative, MetricKind delta, MetricKind unknown) {
    if (temporality == CUMULATIVE) {
      return cumulative;
    }
    return temporality == DELTA ? delta : unknown;
  }
}
