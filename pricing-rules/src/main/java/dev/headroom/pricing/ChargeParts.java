package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects at which prices the moves of one window are charged.
 *
 * <p>Nearly every window moves inside of one tier; its charge is one part, and nothing is worked
 * out for it. Else each part is rounded alone, and the one that costs most takes what that leaves
 * of the charge: some 10⁻⁹ of the currency, and the price of some 10⁻⁹ of a unit.
 */
final class ChargeParts {
  private static final BigInteger NANO = BigInteger.TEN.pow(SCALE);
  private static final BigInteger PRICE_UNIT = BigInteger.TEN.pow(ChargePart.PRICE_SCALE);
  private static final Comparator<Part> ORDER =
      Comparator.comparing((Part part) -> part.kind).thenComparing(part -> part.tier);

  private final List<Part> parts = new ArrayList<>();

  /** One that nearly every window needs, used again and again. */
  private final Part first = new Part();

  private Rational perQuantum = Rational.ZERO;
  private boolean isPacked;

  /** What is known of a part so far; what isn't quanta is in 10⁻⁹. */
  private static final class Part {
    private ChargePart.Kind kind = ChargePart.Kind.UNITS;
    private int tier;
    private BigDecimal price = BigDecimal.ZERO;
    private BigInteger quanta = BigInteger.ZERO;
    private BigInteger used = BigInteger.ZERO;
    private BigInteger sold = BigInteger.ZERO;
    private BigInteger cost = BigInteger.ZERO;

    void begin(ChargePart.Kind ofKind, int ofTier, BigDecimal unitPrice) {
      kind = ofKind;
      tier = ofTier;
      price = unitPrice;
      quanta = BigInteger.ZERO;
      used = BigInteger.ZERO;
      sold = BigInteger.ZERO;
      cost = BigInteger.ZERO;
    }

    boolean isUnits() {
      return kind == ChargePart.Kind.UNITS;
    }

    boolean hasPrice() {
      return isUnits() || kind == ChargePart.Kind.TIER_FEE;
    }

    boolean isSomething() {
      return used.signum() != 0 || sold.signum() != 0 || cost.signum() != 0;
    }

    ChargePart done() {
      return new ChargePart(
          kind,
          tier,
          price,
          new BigDecimal(sold, SCALE),
          new BigDecimal(used, SCALE),
          new BigDecimal(cost, SCALE));
    }
  }

  /** A unit price as charges have it. */
  static BigDecimal price(Rational exact) {
    return exact.rounded(ChargePart.PRICE_SCALE, RoundingMode.HALF_EVEN);
  }

  /**
   * Forgets the window before.
   *
   * @param unitsPerQuantum pricing units in one quantum
   * @param arePacks whether what is beyond the allowance is sold in packs only
   */
  void begin(Rational unitsPerQuantum, boolean arePacks) {
    parts.clear();
    perQuantum = unitsPerQuantum;
    isPacked = arePacks;
  }

  private Part part(ChargePart.Kind kind, int tier, BigDecimal price) {
    for (int i = 0; i < parts.size(); i++) {
      Part known = parts.get(i);
      if (known.tier == tier && known.kind == kind) {
        return known;
      }
    }
    Part part = parts.isEmpty() ? first : new Part();
    part.begin(kind, tier, price);
    parts.add(part);
    return part;
  }

  /** What was used at the price of a tier. */
  void used(int tier, BigDecimal price, BigInteger quanta) {
    Part part = part(ChargePart.Kind.UNITS, tier, price);
    part.quanta = part.quanta.add(quanta);
  }

  /** The same, in pricing units. */
  void used(int tier, BigDecimal price, Rational units) {
    Part part = part(ChargePart.Kind.UNITS, tier, price);
    part.used = part.used.add(units.nanos());
  }

  /**
   * Packs of one tier that were started, or were not after all.
   *
   * @param size pricing units
   */
  void packs(int tier, BigDecimal price, BigInteger number, Rational size) {
    Part part = part(ChargePart.Kind.UNITS, tier, price);
    if (number.signum() != 0) {
      part.sold = part.sold.add(nanos(number, size));
    }
  }

  /** Pricing units in packs that were started, or were not after all. */
  void packed(int tier, BigDecimal price, Rational units) {
    Part part = part(ChargePart.Kind.UNITS, tier, price);
    part.sold = part.sold.add(units.nanos());
  }

  /** The fee of a tier, due or given back. */
  void fee(int tier, Rational fee, boolean isDue) {
    Part part = part(ChargePart.Kind.TIER_FEE, tier, price(fee));
    part.sold = isDue ? part.sold.add(NANO) : part.sold.subtract(NANO);
  }

  /** What earlier units cost more than they did, in the currency. */
  void repriced(Rational more) {
    Part part = part(ChargePart.Kind.REPRICED, 0, BigDecimal.ZERO);
    part.cost = part.cost.add(more.nanos());
  }

  /**
   * The parts of a charge. They add up to it: what was used to its quantity, the costs to its cost.
   *
   * @param quantity of the charge
   * @param cost of the charge
   * @param limited what of that the maximum of the line makes, in 10⁻⁹ of the currency
   */
  List<ChargePart> of(BigDecimal quantity, BigDecimal cost, BigInteger limited) {
    if (parts.size() == 1 && !isPacked && limited.signum() == 0 && parts.get(0).isUnits()) {
      Part part = parts.get(0);
      return List.of(new ChargePart(part.kind, part.tier, part.price, quantity, quantity, cost));
    }
    if (limited.signum() != 0) {
      part(ChargePart.Kind.LIMITED, 0, BigDecimal.ZERO).cost = limited;
    }
    parts.sort(ORDER);
    measure(quantity.unscaledValue());
    charge(cost.unscaledValue());
    List<ChargePart> done = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (part.isSomething()) {
        done.add(part.done());
      }
    }
    return done;
  }

  /** Says how much was used; the part with the most takes what is missing to the sum. */
  private void measure(BigInteger quantity) {
    BigInteger missing = quantity;
    Part most = null;
    for (Part part : parts) {
      if (part.isUnits()) {
        part.used = part.used.add(nanos(part.quanta, perQuantum));
        missing = missing.subtract(part.used);
        most = most == null || isMore(part, part.used, most, most.used) ? part : most;
      }
    }
    if (most != null) {
      most.used = most.used.add(missing);
    }
    for (Part part : parts) {
      if (part.isUnits() && (!isPacked || part.tier == 0)) {
        part.sold = part.used;
      }
    }
  }

  private static BigInteger nanos(BigInteger number, Rational size) {
    BigInteger units = number.multiply(size.numerator());
    return size.denominator().equals(NANO)
        ? units
        : PriceCurve.halfEven(units.multiply(NANO), size.denominator());
  }

  /** Says what each costs; the one that costs most takes what is missing to the sum. */
  private void charge(BigInteger cost) {
    if (parts.size() == 1 && parts.get(0).hasPrice()) {
      parts.get(0).cost = cost;
      return;
    }
    BigInteger missing = cost;
    Part most = null;
    for (Part part : parts) {
      if (part.hasPrice()) {
        part.cost = cost(part);
        most = most == null || isMore(part, part.cost, most, most.cost) ? part : most;
      }
      missing = missing.subtract(part.cost);
    }
    if (most != null) {
      most.cost = most.cost.add(missing);
    }
  }

  private static BigInteger cost(Part part) {
    return part.sold.signum() == 0 || part.price.signum() == 0
        ? BigInteger.ZERO
        : PriceCurve.halfEven(
            part.sold.multiply(part.price.setScale(ChargePart.PRICE_SCALE).unscaledValue()),
            PRICE_UNIT);
  }

  /** Whether there is more of one than of another, or as much and of a greater price. */
  private static boolean isMore(Part part, BigInteger amount, Part than, BigInteger other) {
    int order = amount.abs().compareTo(other.abs());
    return order > 0 || (order == 0 && part.price.compareTo(than.price) > 0);
  }
}
