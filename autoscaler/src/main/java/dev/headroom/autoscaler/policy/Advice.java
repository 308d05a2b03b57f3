package dev.headroom.autoscaler.policy;

import dev.headroom.autoscaler.decision.Rule;
import java.util.List;

/**
 * What the policy would have.
 *
 * @param replicas as many as there are if nothing is to be done
 * @param bounds what limited the choice, in kebab case
 */
public record Advice(int replicas, Rule rule, List<String> bounds) {
  public Advice {
    bounds = List.copyOf(bounds);
  }
}
