package dev.headroom.pricing;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@link CreditBank} holds at the end of a month, for the next one.
 *
 * @param subscribedFrom start of the subscription that saved it
 * @param dimensions the position that saved it; empty if it is the whole line's
 * @param saved pricing units, positive
 */
public record BankBalance(
    Instant subscribedFrom,
    String bookId,
    String lineId,
    SortedMap<String, String> dimensions,
    Rational saved) {
  /** The order in which an invoice has them. */
  static final Comparator<BankBalance> ORDER =
      Comparator.comparing(BankBalance::subscribedFrom)
          .thenComparing(BankBalance::lineId)
          .thenComparing(balance -> balance.dimensions().toString());

  public BankBalance {
    dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    if (saved.signum() <= 0) {
      throw new IllegalArgumentException("a bank cannot hold " + saved);
    }
  }

  /** Of dimensions in any order. */
  public static BankBalance of(
      Instant subscribedFrom,
      String bookId,
      String lineId,
      Map<String, String> dimensions,
      Rational saved) {
    return new BankBalance(subscribedFrom, bookId, lineId, new TreeMap<>(dimensions), saved);
  }
}
