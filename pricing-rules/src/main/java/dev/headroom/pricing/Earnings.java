package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the use of another meter makes free for a line: as an allowance, which is a matter of what
 * was used and earned in the whole cycle so far, in whatever order; or out of a {@link CreditBank},
 * which is a matter of order.
 */
final class Earnings {
  private final @Nullable CreditBank bank;
  private final boolean pooled;
  private final LineTrace trace;
  private final Map<Map<String, String>, CreditBank.Balance> balances = new HashMap<>();
  private final Map<Map<String, String>, Allowance> allowances = new HashMap<>();

  /** A cycle so far. */
  private static final class Allowance {
    private BigInteger used = BigInteger.ZERO;
    private Rational earned = Rational.ZERO;
    private BigInteger priced = BigInteger.ZERO;

    BigInteger more(BigInteger moreUsed, Rational moreEarned) {
      used = used.add(moreUsed);
      earned = earned.plus(moreEarned);
      BigInteger before = priced;
      priced = used.subtract(earned.nanos()).max(BigInteger.ZERO);
      return priced.subtract(before);
    }
  }

  /** {@code before}: what the bank holds when the period begins, by position. */
  Earnings(PriceLine line, Map<Map<String, String>, Rational> before, LineTrace trace) {
    this.bank = line.creditBank();
    this.pooled = line.scope() == PriceLine.Scope.POOLED;
    this.trace = trace;
    before.forEach((key, saved) -> balances.put(key, new CreditBank.Balance(saved)));
  }

  /** What the bank holds now, by position; there may be nothing. */
  Map<Map<String, String>, Rational> saved() {
    Map<Map<String, String>, Rational> saved = new HashMap<>();
    balances.forEach(
        (key, balance) -> {
          if (balance.saved().signum() > 0) {
            saved.put(key, balance.saved());
          }
        });
    return saved;
  }

  /** An allowance begins anew; what is in the bank stays there. */
  void beginCycle() {
    allowances.clear();
  }

  /**
   * How much further each position moves in a window; negative if an allowance grew.
   *
   * @param used quanta of 10⁻⁹ pricing units, by position
   * @param earned pricing units, by the dimensions that are kept apart
   */
  Map<Map<String, String>, BigInteger> more(
      Map<Map<String, String>, BigInteger> used, Map<Map<String, String>, Rational> earned) {
    Map<Map<String, String>, Rational> byPosition = new LinkedHashMap<>();
    earned.forEach(
        (kept, units) -> byPosition.merge(pooled ? Map.of() : kept, units, Rational::plus));
    used.keySet().forEach(key -> byPosition.putIfAbsent(key, Rational.ZERO));
    Map<Map<String, String>, BigInteger> more = new LinkedHashMap<>();
    byPosition.forEach(
        (key, units) -> more.put(key, more(key, used.getOrDefault(key, BigInteger.ZERO), units)));
    return more;
  }

  private BigInteger more(Map<String, String> key, BigInteger used, Rational earned) {
    if (bank == null) {
      Allowance allowance = allowances.computeIfAbsent(key, any -> new Allowance());
      BigInteger more = allowance.more(used, earned);
      trace.allowed(key, allowance.used, allowance.earned);
      return more;
    }
    Rational units = Rational.of(new BigDecimal(used, SCALE));
    CreditBank.Balance balance =
        balances.computeIfAbsent(key, any -> new CreditBank.Balance(Rational.ZERO));
    Rational before = balance.saved();
    Rational left = balance.pass(earned, units, bank.cap());
    trace.banked(key, before, earned, units, left, balance.saved());
    return left.nanos();
  }
}
