package dev.headroom.usage.otlp;

/** What a metric's points mean. */
public enum MetricKind {
  /** A value at an instant. */
  GAUGE(1, true),
  /** A total since a start time that never falls. */
  CUMULATIVE_COUNTER(2, true),
  /** A total since a start time that may fall: an UpDownCounter. */
  CUMULATIVE_LEVEL(3, true),
  /** An increase over a time range, never negative. */
  DELTA_COUNTER(4, true),
  /** A change over a time range, of either sign. */
  DELTA_LEVEL(5, true),
  /** A sum that doesn't say whether its points are totals or increases. */
  SUM_WITHOUT_TEMPORALITY(6, false),
  HISTOGRAM(7, false),
  EXPONENTIAL_HISTOGRAM(8, false),
  SUMMARY(9, false),
  /** A metric without data. */
  EMPTY(10, false);

  private final int code;
  private final boolean number;

  MetricKind(int code, boolean number) {
    this.code = code;
    this.number = number;
  }

  /** What stands for the kind in identities that are stored. */
  int code() {
    return code;
  }

  /** Whether the points are numbers that {@link PointVisitor#point} can tell. */
  public boolean isNumber() {
    return number;
  }
}
