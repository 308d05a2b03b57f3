package dev.headroom.usage.otlp;

/**
 * What a request holds.
 *
 * @param resources number of {@code ResourceMetrics}
 * @param metrics number of {@code Metric}
 * @param points number of data points of any kind
 * @param mostAttributes of any one resource, scope, metric or point, or in any one value that is a
 *     list of them
 */
public record RequestSummary(int resources, int metrics, int points, int mostAttributes) {}
