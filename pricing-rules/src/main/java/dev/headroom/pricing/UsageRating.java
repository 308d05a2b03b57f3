package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
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

  private final PriceLine line;
  private final BillingPeriod period;
  private final LineRows rows;
  private final LineLedger ledger;
  private final Banks banks;
  private final LineTrace trace;
  private final WindowQuantity quantity;
  private final @Nullable Earnings earnings;

  /** Whether every window moves the one position there is. */
  private final boolean plain;

  private final @Nullable BigInteger maximumNanos;
  private final Map<Map<String, String>, PricePosition> positions = new HashMap<>();
  private final ChargeParts parts = new ChargeParts();
  private @Nullable PriceVersion version;
  private @Nullable Object currentCycle;

  /** Of all positions of this and earlier cycles. */
  private BigInteger quanta = BigInteger.ZERO;

  private Rational cost = Rational.ZERO;

  /** Of the windows so far, if the line combines several meters. */
  private Instant combinedUntil = Instant.MIN;

  UsageRating(
      PriceLine line,
      BillingPeriod period,
      LineRows rows,
      LineLedger ledger,
      Banks banks,
      LineTrace trace) {
    this.line = line;
    this.period = period;
    this.rows = rows;
    this.ledger = ledger;
    this.banks = banks;
    this.trace = trace;
    this.quantity = new WindowQuantity(line, period, trace);
    this.earnings = line.earning() == null ? null : new Earnings(line, banks.before(line), trace);
    this.plain = line.scope() == PriceLine.Scope.POOLED && line.cycle() == PriceLine.Cycle.MONTH;
    this.maximumNanos = line.maximum() == null ? null : line.maximum().nanos();
  }

  void rate(List<Charge> charges, List<InvoiceLine> lines) {
    if (line.evenIfUnused()) {
      unused();
    }
    int start = 0;
    while (start < rows.size()) {
      int end = start + 1;
      while (end < rows.size() && rows.sameWindow(start, end)) {
        end++;
      }
      window(start, end);
      start = end;
    }
    Rational exact = plain && !positions.isEmpty() ? plainPosition().cost() : cost;
    if (earnings != null) {
      banks.close(line, earnings.saved());
    }
    trace.closed(exact);
    ledger.close(limited(exact), charges, lines);
  }

  private Rational limited(Rational exact) {
    Rational maximum = line.maximum();
    return maximum == null ? exact : exact.min(maximum);
  }

  private PricePosition plainPosition() {
    return positions.computeIfAbsent(Map.of(), key -> new PricePosition(line.evenIfUnused()));
  }

  /** The fee of the first tier, for the whole period. */
  private void unused() {
    PriceVersion first = line.inForce(period.from());
    if (first != null) {
      parts.begin(Rational.ONE, first.pack() != null);
      plainPosition().enter(first, Rational.ONE, parts);
      trace.unused(first);
      reach(ChargeKind.FEE, period.start(), period.end(), first, BigInteger.ZERO);
    }
  }

  /** Rows {@code start} to {@code end} (exclusive) are of one window. */
  private void window(int start, int end) {
    quantity.clear();
    for (int i = start; i < end; i++) {
      LineRows.Row row = rows.get(i);
      if (isPriced(row)) {
        quantity.add(row);
        trace.row(row);
      }
    }
    PriceVersion current = version;
    if (quantity.isEmpty() || current == null) {
      return;
    }
    UsageQuantity first = rows.get(start).usage();
    Object cycle = cycle(first.windowStart());
    begin(cycle);
    trace.window(first.windowStart(), first.windowEnd(), cycle);
    parts.begin(quantity.perQuantum(), current.pack() != null);
    if (move(quantity.priced(), current)) {
      Rational perQuantum = quantity.perQuantum();
      BigInteger pricing =
          PriceCurve.halfEven(
              quanta.multiply(perQuantum.numerator()).multiply(NANO), perQuantum.denominator());
      reach(ChargeKind.USAGE, first.windowStart(), first.windowEnd(), current, pricing);
    }
    combinedUntil = first.windowEnd();
  }

  private void reach(
      ChargeKind kind, Instant from, Instant to, PriceVersion prices, BigInteger pricingQuantity) {
    BigInteger nanos = plain ? plainPosition().costNanos() : cost.nanos();
    BigInteger charged = maximumNanos == null ? nanos : nanos.min(maximumNanos);
    BigInteger limited = maximumNanos == null ? BigInteger.ZERO : charged.subtract(nanos);
    ledger.reach(kind, from, to, prices.from(), pricingQuantity, charged, limited, parts);
  }

  /** Moves the positions of a window; false if there is nothing to say of it. */
  private boolean move(Map<Map<String, String>, BigInteger> used, PriceVersion prices) {
    Map<Map<String, String>, BigInteger> byPosition = used;
    if (line.scope() == PriceLine.Scope.POOLED) {
      byPosition =
          used.isEmpty()
              ? Map.of()
              : Map.of(Map.of(), used.values().stream().reduce(BigInteger.ZERO, BigInteger::add));
    }
    if (earnings == null) {
      byPosition.forEach((key, more) -> move(key, more, prices));
      return true;
    }
    boolean moved = !used.isEmpty();
    for (Map.Entry<Map<String, String>, BigInteger> entry :
        earnings.more(byPosition, quantity.earned()).entrySet()) {
      moved |= entry.getValue().signum() != 0;
      move(entry.getKey(), entry.getValue(), prices);
    }
    return moved;
  }

  private void move(Map<String, String> key, BigInteger more, PriceVersion prices) {
    PricePosition position =
        positions.computeIfAbsent(key, any -> new PricePosition(line.evenIfUnused()));
    BigInteger before = position.quanta();
    Rational costBefore = plain ? Rational.ZERO : position.cost();
    position.enter(prices, quantity.perQuantum(), parts);
    BigInteger to = line.over() == PriceLine.Over.MAX ? before.max(more) : before.add(more);
    quanta = quanta.add(position.moveTo(to, parts));
    trace.moved(key, prices, before, to, quantity.perQuantum());
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
      if (earnings != null) {
        earnings.beginCycle();
      }
    }
  }

  private Object cycle(Instant time) {
    return switch (line.cycle()) {
      case HOUR -> time.atZone(period.zone()).truncatedTo(ChronoUnit.HOURS).toInstant();
      case DAY -> period.day(time);
      case MONTH -> period.month();
    };
  }

  private boolean isPriced(LineRows.Row row) {
    String complaint = complaint(row);
    if (complaint != null) {
      row.complain(complaint);
    } else if (row.part() != LineRows.EARNING) {
      row.priced();
    }
    return complaint == null;
  }

  /** Why a row cannot be priced; null if it can. */
  private @Nullable String complaint(LineRows.Row row) {
    String unit = quantity.learn(row);
    if (unit != null) {
      return unit;
    }
    UsageQuantity usage = row.usage();
    if (!enter(period.day(usage.windowStart()))) {
      return "line %s has no price at this time".formatted(line.id());
    }
    if (line.cycle() != PriceLine.Cycle.MONTH
        && !cycle(usage.windowStart()).equals(cycle(usage.windowEnd().minusNanos(1)))) {
      return "the window does not lie within one %s, after which line %s begins anew"
          .formatted(line.cycle() == PriceLine.Cycle.DAY ? "day" : "hour", line.id());
    }
    if (line.combine() != null && usage.windowStart().isBefore(combinedUntil)) {
      return "line %s combines windows, and this one is neither the same as nor after another"
          .formatted(line.id());
    }
    return null;
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
