package dev.headroom.usage.otlp;

/** Receives the metrics of one {@code ResourceMetrics}, in their order. */
public interface PointVisitor {
  /**
   * A metric.
   *
   * @return whether its points shall be told; they are if they are numbers, or histograms with a
   *     temporality
   */
  boolean metric(MetricHeader metric);

  /**
   * A point of the metric that was told last.
   *
   * @param point valid during this call only
   */
  void point(NumberPoint point);

  /** The metric that was told last has no more points. */
  void endOfMetric();
}
