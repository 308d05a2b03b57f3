package dev.headroom.autoscaler.overbooking;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How evenly the use of a pool is spread over its machines. It never is, so a pool that has enough
 * in all may be short on one of them:
 *
 * <pre>
 *   unevenness = size ÷ (size − (use of the fullest machine − mean use of a machine)), 1 to 10
 * </pre>
 *
 * <p>So use × unevenness is the capacity at which no machine is short, spread as it is. Where less
 * than nine tenths of the use say which machine it is on, it is not known, and taken for 1.
 */
public final class Spread {
  private static final BigDecimal KNOWN_ENOUGH = new BigDecimal("0.9");
  private static final BigDecimal LEAST_USABLE = new BigDecimal("0.1");

  private final Map<String, BigDecimal> byMachine = new HashMap<>();

  /** Cores of one workload, by the machines they are on. */
  public void add(Map<String, BigDecimal> cores) {
    cores.forEach((machine, used) -> byMachine.merge(machine, used, BigDecimal::add));
  }

  /**
   * The unevenness.
   *
   * @param used cores in all
   * @param machines that the pool has, also those on which nothing is
   * @param size cores of a machine
   */
  public BigDecimal unevenness(BigDecimal used, int machines, BigDecimal size) {
    Collection<BigDecimal> uses = byMachine.values();
    BigDecimal known = uses.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (known.signum() == 0 || known.compareTo(used.multiply(KNOWN_ENOUGH)) < 0) {
      return BigDecimal.ONE;
    }
    BigDecimal number = BigDecimal.valueOf(Math.max(machines, uses.size()));
    BigDecimal fullest = uses.stream().reduce(BigDecimal.ZERO, BigDecimal::max);
    BigDecimal above = fullest.subtract(known.divide(number, MathContext.DECIMAL64));
    BigDecimal usable = size.subtract(above.max(BigDecimal.ZERO)).max(size.multiply(LEAST_USABLE));
    return size.divide(usable, MathContext.DECIMAL64);
  }
}
