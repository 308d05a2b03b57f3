package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks the windows of one line in event time.
 *
 * <p>The position in the allowance and the tiers is the quantity of the cycle so far. A change of
 * price does not move it: the unit that comes next costs what the new price says at that position.
 */
final class UsageRating {
  private static final BigInteger NANO = BigInteger.TEN.pow(SCALE);
  private static final Rational ONE_NANO = Rational.of(1, NANO.longValueExact());

  private final PriceLine line;
  private final BillingPeriod period;
  private final MeterUsage usage;
  private final LineLedger ledger;

  /** Whether every window moves the one position there is. */
  private final boolean plain;

  private final @Nullable BigInteger maximumNanos;
  private final Map<Map<String, String>, PricePosition> positions = new HashMap<>();

  private String unit = "";

  /** Pricing units in one quantum, 10⁻⁹ of the usage's unit. */
  private Rational perUsageQuantum = Rational.ZERO;

  /** Pricing units in one quantum of what the steps have left. */
  private Rational perQuantum = Rational.ZERO;

  private @Nullable PriceVersion version;
  private @Nullable Object currentCycle;

  /** Of all positions of this and earlier cycles. */
  private BigInteger quanta = BigInteger.ZERO;

  private Rational cost = Rational.ZERO;

  UsageRating(PriceLine line, BillingPeriod period, MeterUsage usage, LineLedger ledger) {
    this.line = line;
    this.period = period;
    this.usage = usage;
    this.ledger = ledger;
    this.plain = line.scope() == PriceLine.Scope.POOLED && line.cycle() == PriceLine.Cycle.MONTH;
    this.maximumNanos =
        line.maximum() == null
            ? null
            : line.maximum().rounded(SCALE, RoundingMode.HALF_EVEN).unscaledValue();
  }

  void rate(List<Charge> charges, List<InvoiceLine> lines) {
    if (line.evenIfUnused()) {
      unused();
    }
    int start = 0;
    while (start < usage.size()) {
      int end = start + 1;
      while (end < usage.size() && usage.sameWindow(start, end)) {
        end++;
      }
      window(start, end);
      start = end;
    }
    Rational exact = plain && !positions.isEmpty() ? plainPosition().cost() : cost;
    ledger.close(limited(exact), charges, lines);
  }

  private Rational limited(Rational exact) {
    Rational maximum = line.maximum();
    return maximum != null && exact.compareTo(maximum) > 0 ? maximum : exact;
  }

  private PricePosition plainPosition() {
    return positions.computeIfAbsent(Map.of(), key -> new PricePosition(line.evenIfUnused()));
  }

  /** The fee of the first tier, for the whole period. */
  private void unused() {
    PriceVersion first = line.inForce(period.from());
    if (first != null) {
      plainPosition().enter(first, Rational.ONE);
      reach(ChargeKind.FEE, period.start(), period.end(), first, BigInteger.ZERO);
    }
  }

  /** Rows {@code start} to {@code end} (exclusive) are of one window. */
  private void window(int start, int end) {
    Map<Map<String, String>, BigInteger> sums = new LinkedHashMap<>();
    for (int i = start; i < end; i++) {
      UsageQuantity row = usage.row(i);
      if (line.matches(row) && isPriced(i, row)) {
        BigInteger used = row.quantity().setScale(SCALE).unscaledValue();
        sums.merge(keptApart(row), used, BigInteger::add);
      }
    }
    PriceVersion current = version;
    if (sums.isEmpty() || current == null) {
      return;
    }
    Instant from = usage.row(start).windowStart();
    begin(cycle(from));
    if (line.scope() == PriceLine.Scope.EACH) {
      sums.forEach((kept, sum) -> move(kept, priced(sum, kept), current));
    } else {
      BigInteger all = BigInteger.ZERO;
      for (Map.Entry<Map<String, String>, BigInteger> sum : sums.entrySet()) {
        all = all.add(priced(sum.getValue(), sum.getKey()));
      }
      move(Map.of(), all, current);
    }
    BigInteger pricing =
        PriceCurve.halfEven(
            quanta.multiply(perQuantum.numerator()).multiply(NANO), perQuantum.denominator());
    reach(ChargeKind.USAGE, from, usage.row(start).windowEnd(), current, pricing);
  }

  private void reach(
      ChargeKind kind, Instant from, Instant to, PriceVersion prices, BigInteger quantity) {
    BigInteger nanos =
        plain
            ? plainPosition().costNanos()
            : cost.rounded(SCALE, RoundingMode.HALF_EVEN).unscaledValue();
    BigInteger limited = maximumNanos == null ? nanos : nanos.min(maximumNanos);
    ledger.reach(kind, from, to, prices.from(), quantity, limited);
  }

  private Map<String, String> keptApart(UsageQuantity row) {
    if (line.each().isEmpty()) {
      return Map.of();
    }
    Map<String, String> kept = new HashMap<>(row.dimensions());
    kept.keySet().retainAll(line.each());
    return kept;
  }

  /** What is priced of a window's usage, in quanta. */
  private BigInteger priced(BigInteger used, Map<String, String> dimensions) {
    if (line.quantity().isEmpty()) {
      return used;
    }
    Rational quantity = Rational.of(used).times(perUsageQuantum);
    for (QuantityStep step : line.quantity()) {
      quantity = step.apply(quantity, dimensions);
    }
    return quantity.rounded(SCALE, RoundingMode.HALF_EVEN).unscaledValue();
  }

  private void move(Map<String, String> key, BigInteger more, PriceVersion prices) {
    PricePosition position =
        positions.computeIfAbsent(key, any -> new PricePosition(line.evenIfUnused()));
    BigInteger before = position.quanta();
    Rational costBefore = plain ? Rational.ZERO : position.cost();
    position.enter(prices, perQuantum);
    position.moveTo(line.over() == PriceLine.Over.MAX ? before.max(more) : before.add(more));
    quanta = quanta.add(position.quanta().subtract(before));
    if (!plain) {
      cost = cost.plus(position.cost().minus(costBefore));
    }
  }

  private void begin(Object cycle) {
    if (!cycle.equals(currentCycle)) {
      currentCycle = cycle;
      if (!plain) {
        positions.clear();
      }
    }
  }

  private Object cycle(Instant time) {
    return switch (line.cycle()) {
      case HOUR -> LocalDateTime.ofInstant(time, period.zone()).truncatedTo(ChronoUnit.HOURS);
      case DAY -> period.day(time);
      case MONTH -> period.month();
    };
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
    if (line.cycle() != PriceLine.Cycle.MONTH
        && !cycle(row.windowStart()).equals(cycle(row.windowEnd().minusNanos(1)))) {
      usage.complain(
          index,
          "the window is longer than the %s after which line %s begins anew"
              .formatted(line.cycle() == PriceLine.Cycle.DAY ? "day" : "hour", line.id()));
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
    perUsageQuantum = from.in(to, month).times(ONE_NANO);
    perQuantum = line.quantity().isEmpty() ? perUsageQuantum : ONE_NANO;
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
    if (version == null || !version.isInForce(day)) {
      PriceVersion next = line.inForce(day);
      if (next == null) {
        return false;
      }
      version = next;
    }
    return true;
  }
}
