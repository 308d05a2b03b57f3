package dev.headroom.usage.otlp;

import java.util.Set;

/**
 * What a request holds.
 *
 * @param resources number of {@code ResourceMetrics}
 * @param metrics number of {@code Metric}
 * @param points number of data points of any kind
 * @param tenantAttributes distinct values of the resource attribute {@code tenant.id}, as text
 */
public record RequestSummary(int resources, int metrics, int points, Set<String> tenantAttributes) {
  public RequestSummary {
    tenantAttributes = Set.copyOf(tenantAttributes);
  }
}
