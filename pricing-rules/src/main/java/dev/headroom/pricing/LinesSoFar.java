package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the lines and steps of a book before one step have come to.
 *
 * @param lines in their order
 */
record LinesSoFar(BillingPeriod period, List<InvoiceLine> lines) {
  LinesSoFar {
    lines = List.copyOf(lines);
  }

  Rational total() {
    return of(List.of());
  }

  /**
   * What some of them have come to.
   *
   * @param ids of lines or steps; empty for all
   */
  Rational of(List<String> ids) {
    return Rational.of(
        lines.stream()
            .filter(line -> ids.isEmpty() || ids.contains(line.skuId()))
            .map(InvoiceLine::billedCost)
            .reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  /** The days of the period, of those of the calendar month. */
  Rational shareOfMonth() {
    long days = ChronoUnit.DAYS.between(period.from(), period.to());
    return Rational.of(days, period.month().lengthOfMonth());
  }
}
