package dev.headroom.pricing;

/**
 * Pricing units that are earned by the use of a meter and spent before anything is priced. Within a
 * window earning comes first; what is above the cap is lost. Each period begins with an empty bank.
 *
 * @param earnedBy the meter, and how many pricing units one of its unit earns
 * @param cap the most that can be saved up, in pricing units, positive
 */
public record CreditBank(MeterPart earnedBy, Rational cap) {

  /** What has been saved up. */
  static final class Balance {
    private Rational saved = Rational.ZERO;

    /** Pricing units. */
    Rational saved() {
      return saved;
    }

    /**
     * Earns, then spends.
     *
     * @param earned pricing units, not negative
     * @param used pricing units, not negative
     * @return what of {@code used} is left to be priced
     */
    Rational pass(Rational earned, Rational used, Rational cap) {
      Rational before = saved.plus(earned);
      Rational most = before.min(cap);
      Rational spent = most.min(used);
      saved = most.minus(spent);
      return used.minus(spent);
    }
  }
}
