package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for the parts of every charge, over lines of every model; the seed is printed. */
class ChargePartsLawsTest {
  private static final int CASES = Integer.getInteger("headroom.law.rounds", 400);
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));
  private static final BigDecimal NANO = BigDecimal.ONE.movePointLeft(9);

  @Test
  void theyAddUpToTheChargeAndAreUnitPriceTimesQuantity() {
    long seed = new Random().nextLong();
    System.out.println("ChargePartsLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceLine line = PriceModelLawsTest.line(random);
      List<UsageQuantity> usage = PriceModelLawsTest.usage(random);
      RatedPeriod rated = Rating.rate("acme", PriceModelLawsTest.book(line), JUNE, usage);
      for (Charge charge : rated.charges()) {
        String what = "seed %d: %s of %s".formatted(seed + i, charge, line);
        assertSums(charge, what);
        assertProducts(charge, what);
        charge.parts().forEach(part -> assertOfLine(part, line, what));
      }
    }
  }

  @Test
  void theyDoOnLinesOverSeveralMetersWhosePositionsMayGoBack() {
    long seed = new Random().nextLong();
    System.out.println("ChargePartsLawsTest: seed " + seed);
    boolean wentBack = false;
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceBook book = SeveralMetersLawsTest.Case.of(random).book();
      List<UsageQuantity> usage = SeveralMetersLawsTest.usage(random);
      for (Charge charge : Rating.rate("acme", book, JUNE, usage).charges()) {
        String what = "seed %d: %s".formatted(seed + i, charge);
        assertSums(charge, what);
        assertProducts(charge, what);
        wentBack |= charge.parts().stream().anyMatch(part -> part.quantity().signum() < 0);
      }
    }
    assertThat(wentBack).isTrue();
  }

  private static void assertSums(Charge charge, String what) {
    if (charge.parts().isEmpty() && charge.kind() != ChargeKind.USAGE) {
      return;
    }
    BigDecimal cost = BigDecimal.ZERO;
    BigDecimal used = BigDecimal.ZERO;
    for (ChargePart part : charge.parts()) {
      cost = cost.add(part.cost());
      used = used.add(part.used());
    }
    assertThat(cost).as(what).isEqualByComparingTo(charge.billedCost());
    assertThat(used).as(what).isEqualByComparingTo(charge.pricingQuantity());
  }

  /** But for the rounding of quantities, and of amounts, to nine places. */
  private static void assertProducts(Charge charge, String what) {
    BigDecimal dearest =
        charge.parts().stream()
            .map(ChargePart::unitPrice)
            .reduce(BigDecimal.ONE, (a, b) -> a.max(b).max(BigDecimal.ONE));
    BigDecimal rounding =
        NANO.multiply(dearest).multiply(BigDecimal.valueOf(4L + 4L * charge.parts().size()));
    for (ChargePart part : charge.parts()) {
      if (isPriced(part)) {
        assertThat(part.cost())
            .as(what)
            .isCloseTo(part.unitPrice().multiply(part.quantity()), within(rounding));
      } else {
        assertThat(part.unitPrice()).as(what).isZero();
        assertThat(part.quantity()).as(what).isZero();
      }
    }
  }

  private static boolean isPriced(ChargePart part) {
    return part.kind() == ChargePart.Kind.UNITS || part.kind() == ChargePart.Kind.TIER_FEE;
  }

  private static void assertOfLine(ChargePart part, PriceLine line, String what) {
    switch (part.kind()) {
      case UNITS ->
          assertThat(part)
              .as(what)
              .matches(
                  own ->
                      own.tier() == 0
                          ? own.unitPrice().signum() == 0
                          : line.prices().stream().anyMatch(v -> isPriceOf(v, own)))
              .matches(own -> own.tier() > 0 || isSoldAsUsed(own));
      case TIER_FEE -> assertThat(part.unitPrice()).as(what).isPositive();
      case REPRICED ->
          assertThat(line.prices())
              .as(what)
              .anyMatch(version -> version.model() == PriceVersion.Model.VOLUME);
      case LIMITED -> assertThat(line.maximum()).as(what).isNotNull();
    }
  }

  private static boolean isPriceOf(PriceVersion version, ChargePart part) {
    List<Tier> tiers = version.asTiers();
    return part.tier() <= tiers.size()
        && rounded(tiers.get(part.tier() - 1).price()).compareTo(part.unitPrice()) == 0
        && (version.pack() != null || isSoldAsUsed(part));
  }

  private static boolean isSoldAsUsed(ChargePart part) {
    return part.quantity().compareTo(part.used()) == 0;
  }

  private static BigDecimal rounded(Rational price) {
    return price.rounded(18, RoundingMode.HALF_EVEN);
  }

  @Test
  void theUnitsOfAMonthAreThoseOfItsTiers() {
    long seed = new Random().nextLong();
    System.out.println("ChargePartsLawsTest: seed " + seed);
    int seen = 0;
    for (int i = 0; i < 8 * CASES; i++) {
      Random random = new Random(seed + i);
      PriceLine line = PriceModelLawsTest.line(random);
      if (line.prices().size() > 1
          || line.prices().get(0).model() == PriceVersion.Model.VOLUME
          || line.scope() == PriceLine.Scope.EACH
          || line.cycle() != PriceLine.Cycle.MONTH) {
        continue;
      }
      seen++;
      List<UsageQuantity> usage = PriceModelLawsTest.usage(random);
      RatedPeriod rated = Rating.rate("acme", PriceModelLawsTest.book(line), JUNE, usage);
      if (!rated.lines().isEmpty()) {
        assertUnits(rated, line, "seed %d: %s".formatted(seed + i, line));
      }
    }
    assertThat(seen).isPositive();
  }

  private static void assertUnits(RatedPeriod rated, PriceLine line, String what) {
    Map<Integer, BigDecimal> sold = new TreeMap<>();
    BigDecimal used = BigDecimal.ZERO;
    for (Charge charge : rated.charges()) {
      for (ChargePart part : charge.parts()) {
        if (part.kind() == ChargePart.Kind.UNITS) {
          sold.merge(part.tier(), part.quantity(), BigDecimal::add);
          used = used.add(part.used());
        }
      }
    }
    BigDecimal rounding = NANO.multiply(BigDecimal.valueOf(4L * rated.charges().size()));
    PricedQuantity all =
        PricedQuantity.of(line.prices().get(0), Rational.of(used), line.evenIfUnused());
    assertThat(sold.getOrDefault(0, BigDecimal.ZERO))
        .as(what)
        .isCloseTo(all.free().rounded(9, RoundingMode.HALF_EVEN), within(rounding));
    for (PricedQuantity.Part part : all.parts()) {
      assertThat(sold.getOrDefault(part.tier(), BigDecimal.ZERO))
          .as(what)
          .isCloseTo(part.units().rounded(9, RoundingMode.HALF_EVEN), within(rounding));
    }
  }
}
