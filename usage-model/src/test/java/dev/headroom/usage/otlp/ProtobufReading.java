package dev.headroom.usage.otlp;

import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;

/** What a {@code ResourceMetrics} holds, as protobuf's generated classes read it. */
final class ProtobufReading {
  private ProtobufReading() {}

  /** Each metric and each of its points that has a number, a line each. */
  static List<String> of(ResourceMetrics resource) {
    List<String> told = new ArrayList<>();
    for (ScopeMetrics scope : resource.getScopeMetricsList()) {
      for (Metric metric : scope.getMetricsList()) {
        told.add(metric.getName() + "|" + metric.getUnit() + "|" + points(metric));
        data(metric, told);
      }
    }
    return told;
  }

  static int points(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsCount();
      case SUM -> metric.getSum().getDataPointsCount();
      case HISTOGRAM -> metric.getHistogram().getDataPointsCount();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsCount();
      case SUMMARY -> metric.getSummary().getDataPointsCount();
      case DATA_NOT_SET -> 0;
    };
  }

  private static void data(Metric metric, List<String> told) {
    if (metric.hasGauge()) {
      metric.getGauge().getDataPointsList().forEach(point -> told.add(number(point)));
    } else if (metric.hasSum()
        && hasTemporality(metric.getSum().getAggregationTemporalityValue())) {
      metric.getSum().getDataPointsList().forEach(point -> told.add(number(point)));
    } else if (metric.hasHistogram()
        && hasTemporality(metric.getHistogram().getAggregationTemporalityValue())) {
      metric.getHistogram().getDataPointsList().forEach(point -> told.add(histogram(point)));
    } else if (metric.hasExponentialHistogram()
        && hasTemporality(metric.getExponentialHistogram().getAggregationTemporalityValue())) {
      metric
          .getExponentialHistogram()
          .getDataPointsList()
          .forEach(
              point ->
                  told.add(
                      line(point.getStartTimeUnixNano(), point.getTimeUnixNano(), point.getFlags())
                          + point.getCount()
                          + (point.hasSum() ? " " + bits(point.getSum()) : "")));
    }
  }

  private static boolean hasTemporality(int value) {
    return value == 1 || value == 2;
  }

  private static String number(NumberDataPoint point) {
    String line = line(point.getStartTimeUnixNano(), point.getTimeUnixNano(), point.getFlags());
    return switch (point.getValueCase()) {
      case AS_INT -> line + point.getAsInt();
      case AS_DOUBLE -> line + bits(point.getAsDouble());
      case VALUE_NOT_SET -> line;
    };
  }

  private static String histogram(HistogramDataPoint point) {
    return line(point.getStartTimeUnixNano(), point.getTimeUnixNano(), point.getFlags())
        + point.getCount()
        + (point.hasSum() ? " " + bits(point.getSum()) : "");
  }

  static String line(long start, long time, int flags) {
    return start + "-" + time + ((flags & 1) != 0 ? " none " : " ");
  }

  static String bits(double value) {
    return "x" + Long.toHexString(Double.doubleToRawLongBits(value));
  }
}
