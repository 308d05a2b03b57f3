package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;

/**
 * One machine of a pool.
 *
 * @param cpu its cores, above 0
 * @param costPerHour what it costs the vendor, at least 0
 */
public record MachineSettings(BigDecimal cpu, BigDecimal costPerHour, Currency currency) {
  /**
   * The penalty where none is given, in costs: so a core may be missing a thousandth of the time.
   */
  private static final int PENALTY = 1000;

  public MachineSettings {
    if (cpu.signum() <= 0) {
      throw new IllegalArgumentException("cpu is " + cpu + ", expected more than 0");
    }
    if (costPerHour.signum() < 0) {
      throw new IllegalArgumentException("costPerHour is " + costPerHour + ", expected 0 or more");
    }
  }

  /** What a core costs for an hour. */
  public BigDecimal costPerCoreHour() {
    return costPerHour.divide(cpu, MathContext.DECIMAL64);
  }

  /** Penalty of a core that is missing for an hour where none is given: 1000 times its cost. */
  public BigDecimal usualPenalty() {
    return costPerCoreHour().multiply(BigDecimal.valueOf(PENALTY));
  }

  /**
   * The share of time in which the demand should be met: where one more core costs as much as it
   * saves, the critical ratio of the newsvendor (Arrow, Harris and Marschak, "Optimal Inventory
   * Policy", Econometrica 19(3), 1951).
   *
   * <pre>
   *   coverage = 1 − cost of a core for an hour ÷ penalty
   * </pre>
   *
   * <p>Of a core that costs nothing, with the usual penalty, it is that of any other.
   *
   * @param penaltyPerCoreHour of a core that is wanted for an hour and is not there, in the
   *     machine's currency
   * @throws IllegalArgumentException if the penalty is given and not above the cost
   */
  public double coverage(BigDecimal penaltyPerCoreHour) {
    if (penaltyPerCoreHour.compareTo(usualPenalty()) == 0) {
      return 1 - 1.0 / PENALTY;
    }
    BigDecimal cost = costPerCoreHour();
    if (cost.signum() == 0 || penaltyPerCoreHour.compareTo(cost) <= 0) {
      throw new IllegalArgumentException(
          "penaltyPerCoreHour is %s where a core costs %s %s an hour, expected a cost above 0 and more than it"
              .formatted(
                  penaltyPerCoreHour.toPlainString(),
                  cost.stripTrailingZeros().toPlainString(),
                  currency.getCurrencyCode()));
    }
    return 1 - cost.divide(penaltyPerCoreHour, MathContext.DECIMAL64).doubleValue();
  }
}
