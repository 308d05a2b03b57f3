package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the use of another meter makes free for a line: as an allowance, which is a matter of what
 * was used and earned in the whole cycle so far, in whatever order; or out of a {@link CreditBank},
 * which is a matter of order.
 */
final class Earnings {
  private final @Nullable CreditBank bank;
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
      priced = used.subtract(nanos(earned)).max(BigInteger.ZERO);
      return priced.subtract(before);
    }
  }

  Earnings(PriceLine line) {
    this.bank = line.creditBank();
  }

  /** An allowance begins anew; what is in the bank stays there. */
  void beginCycle() {
    allowances.clear();
  }

  /**
   * How much further a position moves; negative if an allowance grew.
   *
   * @param key of the position
   * @param used quanta of 10⁻⁹ pricing units
   * @param earned pricing units
   */
  BigInteger more(Map<String, String> key, BigInteger used, Rational earned) {
    if (bank == null) {
      return allowances.computeIfAbsent(key, any -> new Allowance()).more(used, earned);
    }
    Rational units = Rational.of(new BigDecimal(used, SCALE));
    CreditBank.Balance balance = balances.computeIfAbsent(key, any -> new CreditBank.Balance());
    return nanos(balance.pass(earned, units, bank.cap()));
  }

  private static BigInteger nanos(Rational quantity) {
    return quantity.rounded(SCALE, RoundingMode.HALF_EVEN).unscaledValue();
  }
}
