package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.otlp.MetricKind;

/** What of a series is measured. */
enum Measure {
  /** By how much a total rose, and the values of deltas. */
  INCREASE,
  /** A value, for as long as it holds. */
  LEVEL,
  /** The value of single points. */
  VALUE,
  /** The times in which a value is above zero. */
  ACTIVITY;

  static Measure of(Meter meter, MetricKind kind) {
    return switch (meter.aggregation()) {
      case SUM -> INCREASE;
      case TIME_WEIGHTED -> LEVEL;
      case MAX, MIN, LAST -> VALUE;
      case ACTIVATIONS -> ACTIVITY;
      case PERCENTILE, HIGH_WATER -> meter.isRate() ? INCREASE : LEVEL;
      case UNIQUE ->
          kind == MetricKind.GAUGE || kind == MetricKind.CUMULATIVE_LEVEL ? LEVEL : INCREASE;
    };
  }

  /** Whether points of that kind have it for the meter. */
  static boolean isOf(Meter meter, MetricKind kind) {
    return switch (of(meter, kind)) {
      case INCREASE -> kind.isNumber() && kind != MetricKind.GAUGE;
      case LEVEL, VALUE, ACTIVITY ->
          kind == MetricKind.GAUGE || kind == MetricKind.CUMULATIVE_LEVEL;
    };
  }
}
