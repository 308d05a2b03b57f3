package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line prices of one window, for each combination of the dimensions that it keeps apart: the
 * rows of a meter are added, the meters are combined, and the quantity steps follow.
 *
 * <p>Quantities are whole quanta. Where nothing is done to a sum, one is 10⁻⁹ of the usage's unit,
 * so that nothing is rounded; else it is 10⁻⁹ of the pricing unit.
 */
final class WindowQuantity {
  private static final Rational ONE_NANO =
      Rational.of(1, BigInteger.TEN.pow(SCALE).longValueExact());

  private final PriceLine line;
  private final BillingPeriod period;
  private final LineTrace trace;
  private final Part[] parts;
  private final Part earning;

  /** Whether a sum is priced as it is. */
  private final boolean direct;

  private final Map<Map<String, String>, BigInteger[]> used = new LinkedHashMap<>();
  private final Map<Map<String, String>, BigInteger> earned = new LinkedHashMap<>();

  /** A meter, once its usage's unit is known. */
  private static final class Part {
    private final @Nullable MeterPart meter;
    private String unit = "";

    /** Units of the part in one quantum, 10⁻⁹ of the usage's unit. */
    private Rational perQuantum = Rational.ZERO;

    Part(@Nullable MeterPart meter) {
      this.meter = meter;
    }
  }

  WindowQuantity(PriceLine line, BillingPeriod period, LineTrace trace) {
    this.line = line;
    this.period = period;
    this.trace = trace;
    this.parts = line.parts().stream().map(Part::new).toArray(Part[]::new);
    this.earning = new Part(line.earning());
    this.direct = parts.length == 1 && line.quantity().isEmpty() && line.earning() == null;
  }

  /** Pricing units in one quantum of what is priced. */
  Rational perQuantum() {
    return direct ? parts[0].perQuantum : ONE_NANO;
  }

  void clear() {
    used.clear();
    earned.clear();
  }

  /** Whether nothing was added. */
  boolean isEmpty() {
    return used.isEmpty() && earned.isEmpty();
  }

  /**
   * Learns the unit that the usage of a meter has.
   *
   * @return what is wrong with it, or null
   */
  @Nullable String learn(LineRows.Row row) {
    Part part = part(row.part());
    String unit = row.usage().unit();
    if (part.unit.equals(unit)) {
      return null;
    }
    if (!part.unit.isEmpty()) {
      return "unit %s after %s in the same period".formatted(unit, part.unit);
    }
    MeterPart meter = part.meter;
    PricingUnit from = parsed(unit);
    PricingUnit to = parsed(meter == null ? "1" : meter.unit());
    if (from == null || to == null || meter == null || !from.convertsTo(to)) {
      return "unit %s cannot be converted to %s"
          .formatted(unit, meter == null ? "1" : meter.unit());
    }
    Rational month = line.month() == null ? null : line.month().seconds(period);
    part.unit = unit;
    Rational conversion = from.in(to, month);
    part.perQuantum = conversion.times(meter.times()).times(ONE_NANO);
    trace.learnt(row.part(), unit, conversion);
    return null;
  }

  private Part part(int index) {
    return index == LineRows.EARNING ? earning : parts[index];
  }

  /** Adds a row whose unit has been learnt. */
  void add(LineRows.Row row) {
    BigInteger quanta = row.usage().quantity().setScale(SCALE).unscaledValue();
    Map<String, String> kept = keptApart(row.usage());
    if (row.part() == LineRows.EARNING) {
      earned.merge(kept, quanta, BigInteger::add);
      return;
    }
    BigInteger[] sums = used.get(kept);
    if (sums == null) {
      sums = new BigInteger[parts.length];
      used.put(kept, sums);
    }
    BigInteger before = sums[row.part()];
    sums[row.part()] = before == null ? quanta : before.add(quanta);
  }

  private Map<String, String> keptApart(UsageQuantity row) {
    if (line.each().isEmpty()) {
      return Map.of();
    }
    if (line.each().containsAll(row.dimensions().keySet())) {
      return row.dimensions();
    }
    Map<String, String> kept = new HashMap<>(row.dimensions());
    kept.keySet().retainAll(line.each());
    return kept;
  }

  /** What was used, by dimensions kept apart, after the steps. */
  Map<Map<String, String>, BigInteger> priced() {
    Map<Map<String, String>, BigInteger> priced = new LinkedHashMap<>();
    used.forEach(
        (kept, sums) -> priced.put(kept, direct ? asItIs(sums[0], kept) : priced(sums, kept)));
    return priced;
  }

  private BigInteger asItIs(BigInteger sum, Map<String, String> kept) {
    trace.direct(kept, sum);
    return sum;
  }

  /** What was earned, in pricing units, by dimensions kept apart. */
  Map<Map<String, String>, Rational> earned() {
    Map<Map<String, String>, Rational> units = new LinkedHashMap<>();
    earned.forEach((kept, sum) -> units.put(kept, Rational.of(sum).times(earning.perQuantum)));
    return units;
  }

  private BigInteger priced(@Nullable BigInteger[] sums, Map<String, String> kept) {
    List<Rational> quantities = new ArrayList<>(sums.length);
    for (int i = 0; i < sums.length; i++) {
      BigInteger sum = sums[i];
      quantities.add(sum == null ? Rational.ZERO : Rational.of(sum).times(parts[i].perQuantum));
    }
    Combine combine = line.combine();
    Rational quantity = combine == null ? quantities.get(0) : combine.of(quantities);
    trace.combined(kept, quantities, quantity);
    for (QuantityStep step : line.quantity()) {
      quantity = step.apply(quantity, kept);
      trace.step(quantity);
    }
    BigInteger nanos = quantity.nanos();
    trace.priced(nanos);
    return nanos;
  }

  /** Null if the text is no unit. */
  static @Nullable PricingUnit parsed(String text) {
    try {
      return PricingUnit.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
