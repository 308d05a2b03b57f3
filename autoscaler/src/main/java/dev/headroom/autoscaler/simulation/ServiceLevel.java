package dev.headroom.autoscaler.simulation;

import java.util.Comparator;
import java.util.List;

/**
 * What of a month's bill is credited if a tenant's demand was met too rarely, as service level
 * agreements have it: by the lowest threshold that was missed.
 *
 * @param tiers in any order
 */
public record ServiceLevel(List<Tier> tiers) {
  /** Nothing is credited. */
  public static final ServiceLevel NONE = new ServiceLevel(List.of());

  /**
   * One threshold.
   *
   * @param below availability, in (0, 1]
   * @param credit share of the bill, in (0, 1]
   */
  public record Tier(double below, double credit) {
    public Tier {
      require("availability", below);
      require("credit", credit);
    }

    private static void require(String name, double share) {
      if (!(share > 0) || share > 1) {
        throw new IllegalArgumentException(
            "sla: %s is %s %%, expected more than 0 and at most 100".formatted(name, share * 100));
      }
    }
  }

  public ServiceLevel {
    tiers = tiers.stream().sorted(Comparator.comparingDouble(Tier::below)).toList();
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).below() == tiers.get(i - 1).below()
          || tiers.get(i).credit() >= tiers.get(i - 1).credit()) {
        throw new IllegalArgumentException(
            "sla: a lower availability has no greater credit, expected each threshold once and more for less");
      }
    }
  }

  /** Share of the bill that is credited for an availability in [0, 1]. */
  public double credit(double availability) {
    return tiers.stream()
        .filter(tier -> availability < tier.below())
        .findFirst()
        .map(Tier::credit)
        .orElse(0.0);
  }
}
