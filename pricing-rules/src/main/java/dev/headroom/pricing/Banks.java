package dev.headroom.pricing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The credit banks of one subscription: what they held before a period, and what after it. */
final class Banks {
  private final Instant subscribedFrom;
  private final String bookId;
  private final List<BankBalance> before;
  private final List<BankBalance> after = new ArrayList<>();

  /** {@code before} may hold what other subscriptions saved; that is passed over. */
  Banks(Instant subscribedFrom, String bookId, List<BankBalance> before) {
    this.subscribedFrom = subscribedFrom;
    this.bookId = bookId;
    this.before = before;
  }

  /** Nothing was saved before. */
  static Banks empty(String bookId) {
    return new Banks(Instant.MIN, bookId, List.of());
  }

  /** By position. */
  Map<Map<String, String>, Rational> before(PriceLine line) {
    Map<Map<String, String>, Rational> saved = new HashMap<>();
    for (BankBalance balance : before) {
      if (balance.subscribedFrom().equals(subscribedFrom)
          && balance.bookId().equals(bookId)
          && balance.lineId().equals(line.id())) {
        saved.put(balance.dimensions(), balance.saved());
      }
    }
    return saved;
  }

  /** What a line's bank holds at the end, by position; lost, if it expires. */
  void close(PriceLine line, Map<Map<String, String>, Rational> saved) {
    CreditBank bank = line.creditBank();
    if (bank != null && bank.isCarriedOver()) {
      saved.forEach(
          (position, units) ->
              after.add(BankBalance.of(subscribedFrom, bookId, line.id(), position, units)));
    }
  }

  List<BankBalance> after() {
    return after;
  }
}
