package dev.headroom.usage.otlp;

/**
 * What a request holds.
 *
 * @param resources number of {@code ResourceMetrics}
 * @param metrics number of {@code Metric}
 * @param points number of data points of any kind
 */
public record RequestSummary(int resources, int metrics, int points) {}
