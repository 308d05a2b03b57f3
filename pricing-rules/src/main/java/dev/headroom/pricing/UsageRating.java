package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the windows of one line in event time.
 *
 * <p>The position in the allowance and the tiers is the quantity of the period so far. A change of
 * price does not move it: the unit that comes next costs what the new price says at that position.
 */
final class UsageRating {
  private static final BigInteger NANO = BigInteger.TEN.pow(SCALE);

  private final PriceLine line;
  private final BillingPeriod period;
  private final MeterUsage usage;
  private final LineLedger ledger;

  private String unit = "";
  private Rational perQuantum = Rational.ZERO;
  private BigInteger quanta = BigInteger.ZERO;
  private @Nullable PriceVersion version;
  private @Nullable PriceCurve curve;

  UsageRating(PriceLine line, BillingPeriod period, MeterUsage usage, LineLedger ledger) {
    this.line = line;
    this.period = period;
    this.usage = usage;
    this.ledger = ledger;
  }

  void rate(List<Charge> charges, List<InvoiceLine> lines) {
    int start = 0;
    while (start < usage.size()) {
      int end = start + 1;
      while (end < usage.size() && usage.sameWindow(start, end)) {
        end++;
      }
      window(start, end);
      start = end;
    }
    ledger.close(curve == null ? Rational.ZERO : curve.cost(quanta), charges, lines);
  }

  /** Rows {@code start} to {@code end} (exclusive) are of one window. */
  private void window(int start, int end) {
    BigInteger sum = BigInteger.ZERO;
    boolean any = false;
    for (int i = start; i < end; i++) {
      UsageQuantity row = usage.row(i);
      if (line.matches(row) && isPriced(i, row)) {
        sum = sum.add(row.quantity().setScale(SCALE).unscaledValue());
        any = true;
      }
    }
    if (!any || curve == null || version == null) {
      return;
    }
    quanta = line.over() == PriceLine.Over.MAX ? quanta.max(sum) : quanta.add(sum);
    UsageQuantity first = usage.row(start);
    BigInteger pricing =
        PriceCurve.halfEven(
            quanta.multiply(perQuantum.numerator()).multiply(NANO), perQuantum.denominator());
    ledger.reach(
        ChargeKind.USAGE,
        first.windowStart(),
        first.windowEnd(),
        version.from(),
        pricing,
        curve.nanos(quanta));
  }

  private boolean isPriced(int index, UsageQuantity row) {
    if (unit.isEmpty() && !adopt(row.unit())) {
      usage.complain(index, "unit %s cannot be converted to %s".formatted(row.unit(), line.unit()));
      return false;
    }
    if (!unit.equals(row.unit())) {
      usage.complain(index, "unit %s after %s in the same period".formatted(row.unit(), unit));
      return false;
    }
    if (!enter(period.day(row.windowStart()))) {
      usage.complain(index, "line %s has no price at this time".formatted(line.id()));
      return false;
    }
    usage.priced(index);
    return true;
  }

  private boolean adopt(String rowUnit) {
    PricingUnit from = parsed(rowUnit);
    PricingUnit to = parsed(line.unit() == null ? "1" : line.unit());
    if (from == null || to == null || !from.convertsTo(to)) {
      return false;
    }
    Rational month = line.month() == null ? null : line.month().seconds(period);
    unit = rowUnit;
    perQuantum = from.in(to, month).dividedBy(Rational.of(NANO));
    return true;
  }

  private static @Nullable PricingUnit parsed(String text) {
    try {
      return PricingUnit.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Makes the version of the day the one that prices; false if there is none. */
  private boolean enter(LocalDate day) {
    if (version != null && version.isInForce(day)) {
      return true;
    }
    PriceVersion next = line.inForce(day);
    if (next == null) {
      return false;
    }
    Rational before = curve == null ? Rational.ZERO : curve.cost(quanta);
    Rational same = PriceCurve.of(next, perQuantum, Rational.ZERO).cost(quanta);
    version = next;
    curve = PriceCurve.of(next, perQuantum, before.minus(same));
    return true;
  }
}
