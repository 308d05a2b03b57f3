package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Laws that hold for any book and any usage; the seed is printed and can be set to repeat a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RatingLawsTest {
  private static final int CASES = Integer.getInteger("headroom.law.rounds", 200);
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));

  private final long seed = Long.getLong("headroom.test.seed", System.nanoTime());

  RatingLawsTest() {
    System.out.println("RatingLawsTest: -Dheadroom.test.seed=" + seed);
  }

  private interface Law {
    void check(Random random, PriceBook book, List<UsageQuantity> usage);
  }

  private void forAll(Law law) {
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceBook book = book(random);
      law.check(random, book, usage(random));
    }
  }

  private static RatedPeriod rate(PriceBook book, List<UsageQuantity> usage) {
    return Rating.rate("acme", book, JUNE, usage);
  }

  @Test
  void chargesAddUpToTheInvoiceLineByLine() {
    forAll(
        (random, book, usage) -> {
          List<UsageQuantity> soFar = usage.subList(0, random.nextInt(usage.size() + 1));
          RatedPeriod rated = rate(book, soFar);
          Map<String, BigDecimal> costs = new HashMap<>();
          Map<String, BigDecimal> quantities = new HashMap<>();
          for (Charge charge : rated.charges()) {
            costs.merge(charge.skuId(), charge.billedCost(), BigDecimal::add);
            quantities.merge(charge.skuId(), charge.pricingQuantity(), BigDecimal::add);
          }
          assertThat(costs).hasSize(rated.lines().size());
          for (InvoiceLine line : rated.lines()) {
            assertThat(costs.get(line.skuId())).isEqualByComparingTo(line.billedCost());
            assertThat(quantities.get(line.skuId())).isEqualByComparingTo(line.pricingQuantity());
          }
        });
  }

  @Test
  void onePeriodInTwoRunsIsOneRun() {
    forAll(
        (random, book, usage) -> {
          List<UsageQuantity> inTime = new ArrayList<>(usage);
          inTime.sort(Comparator.comparing(UsageQuantity::windowStart));
          Instant cut = JUNE.start().plusSeconds(3600L * random.nextInt(720));
          List<UsageQuantity> first =
              inTime.stream().filter(u -> u.windowStart().isBefore(cut)).toList();
          List<Charge> ofFirst = usageCharges(rate(book, first));
          List<Charge> ofAll = usageCharges(rate(book, inTime));
          assertThat(ofAll.stream().filter(c -> c.chargePeriodStart().isBefore(cut)))
              .containsExactlyElementsOf(ofFirst);
        });
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    forAll(
        (random, book, usage) -> {
          List<UsageQuantity> shuffled = new ArrayList<>(usage);
          Collections.shuffle(shuffled, random);
          assertThat(rate(book, shuffled)).isEqualTo(rate(book, usage));
        });
  }

  @Test
  void everyLineIsTheExactCostRoundedOnce() {
    forAll(
        (random, book, usage) -> {
          RatedPeriod rated = rate(book, usage);
          for (InvoiceLine invoiceLine : rated.lines()) {
            PriceLine line =
                book.lines().stream()
                    .filter(l -> l.id().equals(invoiceLine.skuId()))
                    .findFirst()
                    .orElseThrow();
            BigDecimal expected = plainCost(line, usage).rounded(2, book.rounding());
            assertThat(invoiceLine.billedCost()).as(line.id()).isEqualTo(expected);
          }
        });
  }

  @Test
  void chargesAreUniqueByTheirKeyAndNeverNegativeButForRounding() {
    forAll(
        (random, book, usage) -> {
          List<Charge> charges = rate(book, usage).charges();
          assertThat(
                  charges.stream()
                      .map(
                          c ->
                              List.of(
                                  c.skuId(),
                                  c.kind(),
                                  c.meter(),
                                  c.chargePeriodStart(),
                                  c.chargePeriodEnd()))
                      .distinct())
              .hasSize(charges.size());
          assertThat(charges)
              .filteredOn(c -> c.kind() != ChargeKind.ROUNDING)
              .allMatch(c -> c.billedCost().signum() >= 0);
          assertThat(charges).allMatch(c -> c.billedCost().scale() == 9);
        });
  }

  /** The same cost another way: each window's share of each tier, in plain fractions. */
  private static Rational plainCost(PriceLine line, List<UsageQuantity> usage) {
    List<UsageQuantity> rows = new ArrayList<>(usage);
    rows.removeIf(u -> !line.matches(u) || !u.meter().equals(line.meter()));
    rows.sort(Comparator.comparing(UsageQuantity::windowStart));
    Rational position = Rational.ZERO;
    Rational cost = Rational.ZERO;
    for (UsageQuantity row : rows) {
      LocalDate day = LocalDate.parse(row.windowStart().toString().substring(0, 10));
      PriceVersion version = Objects.requireNonNull(line.inForce(day));
      Rational next = position.plus(Rational.of(row.quantity()).dividedBy(Rational.of(3600)));
      Rational free = version.allowance() == null ? Rational.ZERO : version.allowance();
      Rational start = free;
      for (Tier tier : version.asTiers()) {
        Rational end = tier.upTo() == null ? next.plus(start) : free.plus(tier.upTo());
        Rational inside = min(next, end).minus(max(position, start));
        if (inside.signum() > 0) {
          cost = cost.plus(inside.times(tier.price()));
        }
        boolean enters = position.compareTo(start) <= 0 && next.compareTo(start) > 0;
        if (enters && tier.fee() != null) {
          cost = cost.plus(tier.fee());
        }
        start = end;
      }
      position = next;
    }
    return cost;
  }

  private static Rational min(Rational a, Rational b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Rational max(Rational a, Rational b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static List<Charge> usageCharges(RatedPeriod rated) {
    return rated.charges().stream().filter(c -> c.kind() == ChargeKind.USAGE).toList();
  }

  private static PriceBook book(Random random) {
    List<PriceLine> lines = new ArrayList<>();
    for (String region : List.of("eu", "us")) {
      List<PriceVersion> versions = new ArrayList<>();
      versions.add(version(random, LocalDate.of(2026, 1, 1)));
      if (random.nextBoolean()) {
        versions.add(version(random, LocalDate.of(2026, 6, 2 + random.nextInt(28))));
      }
      lines.add(
          new PriceLine(
              "cpu-" + region,
              "CPU",
              "cpu.used",
              "h",
              List.of(),
              null,
              null,
              PriceLine.Over.SUM,
              Map.of("region", region),
              List.of(),
              List.of(),
              null,
              null,
              null,
              PriceLine.Scope.POOLED,
              PriceLine.Cycle.MONTH,
              null,
              false,
              PriceLine.Prorate.DAYS,
              versions));
    }
    RoundingMode[] modes = {RoundingMode.HALF_EVEN, RoundingMode.HALF_UP, RoundingMode.DOWN};
    return new PriceBook(
        "headroom.dev/v1",
        "PriceBook",
        "any",
        "Any",
        SellingMode.SERVERLESS,
        "random",
        LocalDate.of(2026, 1, 1),
        "USD",
        modes[random.nextInt(modes.length)],
        Map.of(),
        lines,
        List.of());
  }

  private static PriceVersion version(Random random, LocalDate from) {
    Rational allowance = random.nextBoolean() ? null : Rational.of(random.nextInt(50), 7);
    List<Tier> tiers = new ArrayList<>();
    Rational upTo = Rational.ZERO;
    for (int i = random.nextInt(4); i > 0; i--) {
      upTo = upTo.plus(Rational.of(1 + random.nextInt(300), 11));
      tiers.add(new Tier(upTo, price(random), random.nextBoolean() ? price(random) : null));
    }
    tiers.add(new Tier(null, price(random), random.nextBoolean() ? price(random) : null));
    return new PriceVersion(
        from, null, Map.of(), allowance, null, null, PriceVersion.Model.GRADUATED, tiers);
  }

  private static Rational price(Random random) {
    return Rational.of(random.nextInt(5_000), 1 + random.nextInt(9_999));
  }

  /** Hours of June, of two regions, at most one row an hour and region. */
  private static List<UsageQuantity> usage(Random random) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (int hour = 0; hour < 720; hour += 1 + random.nextInt(40)) {
      for (String region : List.of("eu", "us")) {
        BigInteger nanos = new BigInteger(1 + random.nextInt(46), random);
        Instant start = JUNE.start().plusSeconds(hour * 3600L);
        usage.add(
            new UsageQuantity(
                "cpu.used",
                start,
                start.plusSeconds(3600),
                Map.of("region", region),
                new BigDecimal(nanos, 9),
                "s"));
      }
    }
    Collections.shuffle(usage, random);
    return usage;
  }
}
