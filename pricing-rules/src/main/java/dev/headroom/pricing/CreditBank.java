package dev.headroom.pricing;

/**
 * Pricing units that are earned by the use of a meter and spent before anything is priced. Within a
 * window earning comes first; what is above the cap is lost. A subscription begins with an empty
 * bank, and what is left at its end is lost.
 *
 * @param earnedBy the meter, and how many pricing units one of its unit earns
 * @param cap the most that can be saved up, in pricing units, positive
 * @param expires when what was saved is lost though it was not spent; {@link Expires#NEVER} if not
 *     given
 */
public record CreditBank(MeterPart earnedBy, Rational cap, Expires expires) {

  /** When what was saved is lost. */
  public enum Expires {
    /** Not as long as the subscription holds. */
    NEVER,
    /** At the end of the calendar month, in the tenant's time zone. */
    MONTH
  }

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public CreditBank {
    expires = expires == null ? Expires.NEVER : expires;
  }

  /** Whether a month begins with what was left of the one before. */
  boolean isCarriedOver() {
    return expires == Expires.NEVER;
  }

  /** What has been saved up. */
  static final class Balance {
    private Rational saved;

    Balance(Rational saved) {
      this.saved = saved;
    }

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
