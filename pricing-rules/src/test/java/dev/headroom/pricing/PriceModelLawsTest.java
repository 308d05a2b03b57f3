package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Lines of every model, with steps, scopes, cycles and changes of price, come to what a plain
 * calculation with fractions comes to; the seed is printed.
 */
class PriceModelLawsTest {
  private static final int CASES = Integer.getInteger("headroom.law.rounds", 400);
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));

  private static final List<PriceLine.Cycle> CYCLES = List.of(PriceLine.Cycle.values());

  static PriceBook book(PriceLine line) {
    return new PriceBook(
        "headroom.dev/v1",
        "PriceBook",
        "any",
        "Any",
        SellingMode.SERVERLESS,
        "random",
        LocalDate.of(2026, 1, 1),
        "USD",
        RoundingMode.HALF_EVEN,
        Map.of(),
        List.of(line),
        List.of());
  }

  private static Rational fraction(Random random, int most) {
    return Rational.of(1 + random.nextInt(most * 11), 11);
  }

  private static PriceVersion version(Random random, LocalDate from) {
    List<Tier> tiers = new ArrayList<>();
    Rational upTo = Rational.ZERO;
    for (int i = random.nextInt(4); i >= 0; i--) {
      Rational price = Rational.of(random.nextInt(500), 1 + random.nextInt(999));
      Rational fee = random.nextBoolean() ? Rational.of(random.nextInt(20)) : null;
      upTo = upTo.plus(fraction(random, 30));
      tiers.add(new Tier(i == 0 ? null : upTo, price, fee));
    }
    return new PriceVersion(
        from,
        null,
        Map.of(),
        random.nextBoolean() ? null : fraction(random, 9),
        random.nextInt(3) == 0 ? fraction(random, 5) : null,
        null,
        random.nextBoolean() ? PriceVersion.Model.VOLUME : PriceVersion.Model.GRADUATED,
        tiers);
  }

  static PriceLine line(Random random) {
    List<PriceVersion> versions = new ArrayList<>();
    versions.add(version(random, LocalDate.of(2026, 1, 1)));
    if (random.nextBoolean()) {
      versions.add(version(random, LocalDate.of(2026, 6, 2 + random.nextInt(28))));
    }
    List<QuantityStep> steps = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      steps.add(
          switch (random.nextInt(5)) {
            case 0 -> new Times(fraction(random, 3));
            case 1 -> new AtLeast(fraction(random, 1));
            case 2 -> new AtMost(fraction(random, 2));
            case 3 -> new RoundUpTo(fraction(random, 1));
            default -> new Lookup("region", Map.of("eu", Rational.of(3)), Rational.of(1, 2));
          });
    }
    PriceLine.Scope scope = random.nextBoolean() ? PriceLine.Scope.EACH : PriceLine.Scope.POOLED;
    PriceLine.Cycle cycle = CYCLES.get(random.nextInt(CYCLES.size()));
    return new PriceLine(
        "line",
        "Line",
        "cpu.used",
        "h",
        List.of(),
        null,
        null,
        random.nextInt(4) == 0 ? PriceLine.Over.MAX : PriceLine.Over.SUM,
        Map.of(),
        List.of("region"),
        steps,
        null,
        null,
        null,
        scope,
        cycle,
        random.nextInt(3) == 0 ? Rational.of(random.nextInt(100)) : null,
        scope == PriceLine.Scope.POOLED && cycle == PriceLine.Cycle.MONTH && random.nextBoolean(),
        PriceLine.Prorate.DAYS,
        versions);
  }

  private static UsageQuantity hour(int hour, String region, BigDecimal seconds) {
    Instant start = JUNE.start().plusSeconds(3600L * hour);
    Map<String, String> dimensions = Map.of("region", region, "zone", "z" + hour % 2);
    return new UsageQuantity("cpu.used", start, start.plusSeconds(3600), dimensions, seconds, "s");
  }

  static List<UsageQuantity> usage(Random random) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (int hour = 0; hour < 720; hour += 1 + random.nextInt(60)) {
      for (String region : List.of("eu", "us")) {
        if (random.nextInt(4) > 0) {
          long nanos = random.nextInt(8) == 0 ? 0 : random.nextLong(20_000_000_000_000L);
          usage.add(hour(hour, region, BigDecimal.valueOf(nanos, 9)));
        }
      }
    }
    return usage;
  }

  /** What a quantity costs at one price. */
  private static Rational cost(PriceVersion version, Rational quantity, boolean evenIfUnused) {
    Rational beyond = version.allowance() == null ? quantity : quantity.minus(version.allowance());
    if (version.pack() != null && beyond.signum() > 0) {
      BigDecimal packs = beyond.dividedBy(version.pack()).rounded(0, RoundingMode.CEILING);
      beyond = Rational.of(packs).times(version.pack());
    }
    Rational cost = Rational.ZERO;
    Rational from = Rational.ZERO;
    for (int i = 0; i < version.asTiers().size(); i++) {
      Tier tier = version.asTiers().get(i);
      boolean entered = beyond.compareTo(from) > 0 || (i == 0 && evenIfUnused);
      boolean last = tier.upTo() == null || beyond.compareTo(tier.upTo()) <= 0;
      if (version.model() == PriceVersion.Model.VOLUME) {
        cost = Rational.ZERO;
        from = Rational.ZERO;
      }
      if (entered) {
        Rational to = last ? beyond : Objects.requireNonNull(tier.upTo());
        cost = cost.plus(tier.fee() == null ? Rational.ZERO : tier.fee());
        cost = cost.plus(to.signum() < 0 ? Rational.ZERO : to.minus(from).times(tier.price()));
      }
      if (last) {
        break;
      }
      from = Objects.requireNonNull(tier.upTo());
    }
    return cost;
  }

  /** What the line comes to: each window costs what it adds at the price of its day. */
  private static Rational plain(PriceLine line, List<UsageQuantity> usage) {
    Map<Instant, Map<String, Rational>> windows = new TreeMap<>();
    for (UsageQuantity row : usage) {
      Rational hours = Rational.of(row.quantity()).dividedBy(Rational.of(3600));
      windows
          .computeIfAbsent(row.windowStart(), start -> new TreeMap<>())
          .merge(row.dimensions().getOrDefault("region", ""), hours, Rational::plus);
    }
    Map<String, Rational> positions = new HashMap<>();
    boolean even = line.evenIfUnused();
    Rational sum = even ? cost(line.prices().get(0), Rational.ZERO, true) : Rational.ZERO;
    for (Map.Entry<Instant, Map<String, Rational>> window : windows.entrySet()) {
      Map<String, Rational> added = new TreeMap<>();
      window
          .getValue()
          .forEach(
              (region, hours) -> {
                Rational quantity = hours;
                for (QuantityStep step : line.quantity()) {
                  quantity = step.apply(quantity, Map.of("region", region));
                }
                if (!line.quantity().isEmpty()) {
                  quantity = Rational.of(quantity.rounded(9, RoundingMode.HALF_EVEN));
                }
                String key = line.scope() == PriceLine.Scope.EACH ? region : "";
                added.merge(key, quantity, Rational::plus);
              });
      LocalDate day = LocalDate.ofInstant(window.getKey(), ZoneOffset.UTC);
      String cycle =
          switch (line.cycle()) {
            case HOUR -> window.getKey().truncatedTo(ChronoUnit.HOURS).toString();
            case DAY -> day.toString();
            case MONTH -> "";
          };
      PriceVersion version = Objects.requireNonNull(line.inForce(day));
      for (Map.Entry<String, Rational> more : added.entrySet()) {
        String key = cycle + " " + more.getKey();
        Rational before = positions.getOrDefault(key, Rational.ZERO);
        Rational after =
            line.over() == PriceLine.Over.SUM
                ? before.plus(more.getValue())
                : before.compareTo(more.getValue()) > 0 ? before : more.getValue();
        positions.put(key, after);
        sum = sum.plus(cost(version, after, even)).minus(cost(version, before, even));
      }
    }
    Rational most = line.maximum();
    return most != null && sum.compareTo(most) > 0 ? most : sum;
  }

  private static @Nullable BigDecimal billed(RatedPeriod rated) {
    return rated.lines().isEmpty() ? null : rated.lines().get(0).billedCost();
  }

  @Test
  void everyLineIsItsPlainCostRoundedOnceAndItsChargesAddUpToIt() {
    long seed = new Random().nextLong();
    System.out.println("PriceModelLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceLine line = line(random);
      List<UsageQuantity> usage = usage(random);
      RatedPeriod rated = Rating.rate("acme", book(line), JUNE, usage);
      BigDecimal sum =
          rated.charges().stream().map(Charge::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).as("seed %d", seed + i).isEqualByComparingTo(rated.total());
      if (!usage.isEmpty()) {
        assertThat(billed(rated))
            .as("seed %d: %s", seed + i, line)
            .isEqualTo(plain(line, usage).rounded(2, RoundingMode.HALF_EVEN));
      }
      Collections.shuffle(usage, random);
      assertThat(Rating.rate("acme", book(line), JUNE, usage)).isEqualTo(rated);
    }
  }

  @Test
  void whatWasRatedStaysWhenMoreOfThePeriodIsRated() {
    long seed = new Random().nextLong();
    System.out.println("PriceModelLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceLine line = line(random);
      List<UsageQuantity> usage = usage(random);
      Instant cut = JUNE.start().plusSeconds(3600L * random.nextInt(720));
      List<UsageQuantity> first =
          usage.stream().filter(row -> row.windowStart().isBefore(cut)).toList();
      List<Charge> before = usageCharges(Rating.rate("acme", book(line), JUNE, first));
      List<Charge> all = usageCharges(Rating.rate("acme", book(line), JUNE, usage));
      assertThat(all.stream().filter(charge -> charge.chargePeriodStart().isBefore(cut)))
          .as("seed %d: %s", seed + i, line)
          .containsExactlyElementsOf(before);
    }
  }

  private static List<Charge> usageCharges(RatedPeriod rated) {
    return rated.charges().stream().filter(charge -> charge.kind() == ChargeKind.USAGE).toList();
  }

  @Test
  void noEdgeOfATierIsOffByAQuantum() {
    long seed = new Random().nextLong();
    System.out.println("PriceModelLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceLine line = line(random);
      PriceVersion version = line.prices().get(0);
      Rational free = version.allowance() == null ? Rational.ZERO : version.allowance();
      for (Tier tier : version.asTiers()) {
        Rational edge = tier.upTo() == null ? free : free.plus(tier.upTo());
        BigDecimal seconds = edge.times(Rational.of(3600)).rounded(9, RoundingMode.HALF_EVEN);
        for (int quanta = -2; quanta <= 2; quanta++) {
          BigDecimal used = seconds.add(BigDecimal.valueOf(quanta, 9)).max(BigDecimal.ZERO);
          List<UsageQuantity> usage = List.of(hour(0, "eu", used));
          assertThat(billed(Rating.rate("acme", book(line), JUNE, usage)))
              .as("seed %d, %s s: %s", seed + i, used, line)
              .isEqualTo(plain(line, usage).rounded(2, RoundingMode.HALF_EVEN));
        }
      }
    }
  }
}
