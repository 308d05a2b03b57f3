package dev.headroom.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps what the rating tells of one line, and makes an explanation of it. */
final class LineRecord implements LineTrace {
  private final PriceLine line;
  private final BillingPeriod period;
  private final LineRounding rounding;
  private final MeterRecords meters;
  private final List<WindowRecord> windows = new ArrayList<>();
  private final Map<Key, PositionRecord> positions = new LinkedHashMap<>();
  private final List<FeeExplanation.Part> fees = new ArrayList<>();
  private Rational exact = Rational.ZERO;

  private record Key(String cycle, SortedMap<String, String> dimensions) {}

  LineRecord(PriceLine line, BillingPeriod period, LineRounding rounding) {
    this.line = line;
    this.period = period;
    this.rounding = rounding;
    this.meters = new MeterRecords(line);
  }

  /**
   * What it was told.
   *
   * @param own charges of the line
   */
  Explanation explanation(InvoiceLine invoiced, List<Charge> own) {
    if (line.isFee()) {
      return new FeeExplanation(invoiced, period, line.prorate(), fees, rounding);
    }
    Map<List<Instant>, BigDecimal> charged = new HashMap<>();
    own.stream()
        .filter(charge -> charge.kind() == ChargeKind.USAGE)
        .forEach(
            charge ->
                charged.put(
                    List.of(charge.chargePeriodStart(), charge.chargePeriodEnd()),
                    charge.billedCost()));
    return new UsageExplanation(
        line,
        invoiced,
        period,
        meters.explanations(),
        windows.stream().map(window -> window.explanation(charged)).toList(),
        positions.values().stream().map(PositionRecord::explanation).toList(),
        exact,
        rounding);
  }

  @Override
  public void learnt(int part, String unit, Rational conversion) {
    meters.learnt(part, unit, conversion);
  }

  @Override
  public void row(LineRows.Row row) {
    meters.row(row);
  }

  @Override
  public void unused(PriceVersion prices) {
    position(period.month().toString(), Map.of()).move(prices, Rational.ZERO, Rational.ZERO);
  }

  @Override
  public void window(Instant start, Instant end, Object cycle) {
    windows.add(new WindowRecord(start, end, cycle.toString()));
  }

  private WindowRecord current() {
    return windows.get(windows.size() - 1);
  }

  @Override
  public void direct(Map<String, String> kept, BigInteger quanta) {
    Rational quantity = meters.first(quanta);
    current().combined(kept, List.of(quantity), quantity);
    current().priced(quantity);
  }

  @Override
  public void combined(Map<String, String> kept, List<Rational> ofMeters, Rational combined) {
    current().combined(kept, ofMeters, combined);
  }

  @Override
  public void step(Rational after) {
    current().step(after);
  }

  @Override
  public void priced(BigInteger nanos) {
    current().priced(nanos(nanos));
  }

  @Override
  public void banked(
      Map<String, String> key,
      Rational before,
      Rational earned,
      Rational used,
      Rational left,
      Rational after) {
    Rational lost = before.plus(earned).minus(used.minus(left)).minus(after);
    current()
        .banked(
            new WindowExplanation.Banked(
                new TreeMap<>(key), before, earned, lost, used, left, after));
  }

  @Override
  public void allowed(Map<String, String> key, BigInteger used, Rational earned) {
    position(current().cycle(), key).allowed(nanos(used), earned);
  }

  @Override
  public void moved(
      Map<String, String> key,
      PriceVersion prices,
      BigInteger from,
      BigInteger to,
      Rational perQuantum) {
    Rational start = Rational.of(from).times(perQuantum);
    Rational end = Rational.of(to).times(perQuantum);
    position(current().cycle(), key).move(prices, start, end);
    current().moved(new WindowExplanation.Move(new TreeMap<>(key), start, end));
  }

  private PositionRecord position(String cycle, Map<String, String> key) {
    return positions.computeIfAbsent(
        new Key(cycle, new TreeMap<>(key)),
        any -> new PositionRecord(any.cycle(), any.dimensions(), line.evenIfUnused()));
  }

  private static Rational nanos(BigInteger nanos) {
    return Rational.of(new BigDecimal(nanos, UsageQuantity.SCALE));
  }

  @Override
  public void fee(@Nullable Rational price, LocalDate from, LocalDate to, Rational share) {
    fees.add(new FeeExplanation.Part(from, to, price == null ? Rational.ZERO : price, share));
  }

  @Override
  public void closed(Rational cost) {
    exact = cost;
  }
}
