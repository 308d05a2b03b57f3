package dev.headroom.autoscaler.overbooking;

import dev.headroom.autoscaler.decision.Rule;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a policy would have.
 *
 * @param jointCores what the tenants are expected to use together at most; what is reserved while
 *     that is not known
 */
public record PoolAdvice(int machines, Rule rule, List<String> bounds, BigDecimal jointCores) {
  public PoolAdvice {
    bounds = List.copyOf(bounds);
  }
}
