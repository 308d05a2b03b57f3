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
  /** A histogram that doesn't say whether its points are totals or increases. */
  HISTOGRAM(7, false),
  /** An exponential histogram that doesn't say so. */
  EXPONENTIAL_HISTOGRAM(8, false),
  SUMMARY(9, false),
  /** A metric without data. */
  EMPTY(10, false),
  /** Measurements since a start time. */
  CUMULATIVE_HISTOGRAM(11, false),
  /** Measurements of a time range. */
  DELTA_HISTOGRAM(12, false),
  CUMULATIVE_EXPONENTIAL_HISTOGRAM(13, false),
  DELTA_EXPONENTIAL_HISTOGRAM(14, false);

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

  /** Whether every point is one number. */
  public boolean isNumber() {
    return number;
  }

  /** Whether every point has a count and a sum that can be metered. */
  public boolean isHistogram() {
    return numbers() != this;
  }

  /** What the counts and sums of a histogram's points mean; the kind itself if it is none. */
  public MetricKind numbers() {
    return switch (this) {
      case CUMULATIVE_HISTOGRAM, CUMULATIVE_EXPONENTIAL_HISTOGRAM -> CUMULATIVE_COUNTER;
      case DELTA_HISTOGRAM, DELTA_EXPONENTIAL_HISTOGRAM -> DELTA_COUNTER;
      default -> this;
    };
  }

  /** Whether {@link PointVisitor#point} can tell the points. */
  boolean isTold() {
    return number || isHistogram();
  }

  /** The number of a point's attributes in {@code metrics.proto}. */
  int attributesField() {
    return switch (this) {
      case CUMULATIVE_HISTOGRAM, DELTA_HISTOGRAM -> 9;
      case CUMULATIVE_EXPONENTIAL_HISTOGRAM, DELTA_EXPONENTIAL_HISTOGRAM -> 1;
      default -> 7;
    };
  }
}
