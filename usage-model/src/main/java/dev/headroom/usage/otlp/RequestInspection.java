package dev.headroom.usage.otlp;

import java.util.Set;

/**
 * What must be known of a request before it is kept.
 *
 * @param tenantClaims as {@link TenantClaims#of} tells them
 */
public record RequestInspection(RequestSummary summary, Set<String> tenantClaims) {
  public RequestInspection {
    tenantClaims = Set.copyOf(tenantClaims);
  }
}
