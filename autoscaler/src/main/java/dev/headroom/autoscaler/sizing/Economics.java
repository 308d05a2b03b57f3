package dev.headroom.autoscaler.sizing;

/**
 * What capacity costs and earns, in money per unit of capacity and hour. A unit is that of the
 * demand: a core, a GiB, a request per second.
 *
 * @param capacityCost of a unit that is held for an hour, used or not; above 0
 * @param price of a unit that is used for an hour; at least 0
 * @param penalty for a unit that is wanted for an hour and is not there: the price that is not
 *     earned and the credit of the service level; above {@code capacityCost}, or nothing would be
 *     worth serving
 * @param wakePenalty for one cold start that a user waited for; at least 0
 */
public record Economics(double capacityCost, double price, double penalty, double wakePenalty) {
  public Economics {
    require(capacityCost > 0, "capacityCost", capacityCost, "more than 0");
    require(price >= 0, "price", price, "0 or more");
    require(penalty > capacityCost, "penalty", penalty, "more than the capacityCost");
    require(wakePenalty >= 0, "wakePenalty", wakePenalty, "0 or more");
  }

  /**
   * The probability with which demand should be met: where one more unit costs as much as it saves
   * (the critical ratio of the newsvendor; Arrow, Harris and Marschak, "Optimal Inventory Policy",
   * Econometrica 19(3), 1951).
   *
   * <pre>
   *   criticalRatio = 1 − capacityCost ÷ penalty
   * </pre>
   *
   * @return in (0, 1)
   */
  public double criticalRatio() {
    return 1 - capacityCost / penalty;
  }

  private static void require(boolean met, String name, double value, String expected) {
    if (!met || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", expected " + expected);
    }
  }
}
