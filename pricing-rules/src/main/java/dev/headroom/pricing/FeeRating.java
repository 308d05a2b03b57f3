package dev.headroom.pricing;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Fees: price × days in force and subscribed ÷ days of the month, or the whole price. */
final class FeeRating {
  private final PriceLine line;
  private final BillingPeriod period;
  private final LineLedger ledger;
  private final LineTrace trace;
  private final ChargeParts parts = new ChargeParts();
  private Rational months = Rational.ZERO;
  private Rational cost = Rational.ZERO;

  FeeRating(PriceLine line, BillingPeriod period, LineLedger ledger, LineTrace trace) {
    this.line = line;
    this.period = period;
    this.ledger = ledger;
    this.trace = trace;
  }

  void rate(List<Charge> charges, List<InvoiceLine> lines) {
    for (PriceVersion version : line.prices()) {
      LocalDate from = version.from().isAfter(period.from()) ? version.from() : period.from();
      LocalDate to =
          version.to() == null || version.to().isAfter(period.to()) ? period.to() : version.to();
      if (!from.isBefore(to)) {
        continue;
      }
      if (line.prorate() == PriceLine.Prorate.NONE) {
        charge(version, from, period.to(), Rational.ONE);
        break;
      }
      long days = ChronoUnit.DAYS.between(from, to);
      charge(version, from, to, Rational.of(days, period.month().lengthOfMonth()));
    }
    ledger.close(cost, charges, lines);
  }

  private void charge(PriceVersion version, LocalDate from, LocalDate to, Rational share) {
    trace.fee(version.price(), from, to, share);
    Rational price = version.price() == null ? Rational.ZERO : version.price();
    months = months.plus(share);
    cost = cost.plus(price.times(share));
    parts.begin(Rational.ONE, false);
    parts.used(1, ChargeParts.price(price), share);
    ledger.reach(
        ChargeKind.FEE,
        period.midnight(from),
        period.midnight(to),
        version.from(),
        months.nanos(),
        cost.nanos(),
        BigInteger.ZERO,
        parts);
  }
}
