package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Lines over several meters, with an allowance or credits that another meter brings, come to what a
 * plain calculation with fractions comes to; the seed is printed.
 */
class SeveralMetersLawsTest {
  private static final int CASES = Integer.getInteger("headroom.law.rounds", 400);
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));
  private static final Map<String, String> METERS =
      Map.of("cpu", "s", "memory", "GiBy.s", "main", "s");

  /** A line of random keys, and what they are. */
  record Case(String combine, boolean each, boolean day, String earning, Rational factor, int cap) {
    static Case of(Random random) {
      return new Case(
          List.of("greatest", "least", "sum", "product").get(random.nextInt(4)),
          random.nextBoolean(),
          random.nextBoolean(),
          List.of("", "allowance", "bank").get(random.nextInt(3)),
          Rational.of(1 + random.nextInt(9), 1 + random.nextInt(7)),
          1 + random.nextInt(5));
    }

    PriceBook book() {
      String earned = "meter: main, unit: h, times: \"" + factor + "\"";
      String free =
          switch (earning) {
            case "allowance" -> "    allowanceOf: {" + earned + "}\n";
            case "bank" -> "    creditBank: {earnedBy: {" + earned + "}, cap: " + cap + "}\n";
            default -> "";
          };
      String text =
          """
          apiVersion: headroom.dev/v1
          kind: PriceBook
          id: any
          name: Any
          mode: serverless
          source: random
          sourceDate: 2026-01-01
          currency: USD
          lines:
            - id: line
              description: Line
              combine: %s
              meters: [{meter: cpu, unit: h}, {meter: memory, unit: GiBy.h, times: 1/3}]
              each: [region]
              as: "{unit}.h"
              scope: %s
              cycle: %s
          %s    prices: [{from: 2026-01-01, tiers: [{upTo: 4, price: 1/7}, {price: 2}]}]
          """;
      return PriceBook.parse(
          "any.yaml",
          text.formatted(combine, each ? "each" : "pooled", day ? "day" : "month", free),
          METERS);
    }
  }

  private static UsageQuantity row(String meter, int hour, String region, long nanos) {
    Instant start = JUNE.start().plusSeconds(3600L * hour);
    Map<String, String> dimensions = Map.of("region", region, "zone", "z");
    BigDecimal quantity = BigDecimal.valueOf(nanos, 9);
    String unit = METERS.getOrDefault(meter, "");
    return new UsageQuantity(meter, start, start.plusSeconds(3600), dimensions, quantity, unit);
  }

  static List<UsageQuantity> usage(Random random) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (int hour = 0; hour < 720; hour += 1 + random.nextInt(30)) {
      for (String meter : METERS.keySet()) {
        for (String region : List.of("eu", "us")) {
          if (random.nextInt(3) > 0) {
            usage.add(row(meter, hour, region, random.nextLong(9_000_000_000_000L)));
          }
        }
      }
    }
    return usage;
  }

  private static Rational combined(String combine, Rational a, Rational b) {
    boolean greater = a.compareTo(b) > 0;
    return switch (combine) {
      case "greatest" -> greater ? a : b;
      case "least" -> greater ? b : a;
      case "sum" -> a.plus(b);
      default -> a.times(b);
    };
  }

  private static Rational nanos(Rational quantity) {
    return Rational.of(quantity.rounded(9, RoundingMode.HALF_EVEN));
  }

  private static Rational cost(Rational quantity) {
    Rational edge = Rational.of(4);
    return quantity.compareTo(edge) <= 0
        ? quantity.dividedBy(Rational.of(7))
        : edge.dividedBy(Rational.of(7)).plus(quantity.minus(edge).times(Rational.of(2)));
  }

  /** Hours of each meter in a window and region. */
  private static Map<Instant, Map<String, Map<String, Rational>>> windows(
      List<UsageQuantity> usage) {
    Map<Instant, Map<String, Map<String, Rational>>> windows = new TreeMap<>();
    for (UsageQuantity row : usage) {
      windows
          .computeIfAbsent(row.windowStart(), start -> new TreeMap<>())
          .computeIfAbsent(row.dimensions().getOrDefault("region", ""), r -> new HashMap<>())
          .put(row.meter(), Rational.of(row.quantity()).dividedBy(Rational.of(3600)));
    }
    return windows;
  }

  private static Rational plain(Case line, List<UsageQuantity> usage) {
    Map<String, Rational> used = new HashMap<>();
    Map<String, Rational> earned = new HashMap<>();
    Map<String, Rational> banks = new HashMap<>();
    for (Map.Entry<Instant, Map<String, Map<String, Rational>>> window :
        windows(usage).entrySet()) {
      Map<String, Rational> usedNow = new HashMap<>();
      Map<String, Rational> earnedNow = new HashMap<>();
      window
          .getValue()
          .forEach(
              (region, meters) -> {
                String key = line.each ? region : "";
                Rational cpu = meters.getOrDefault("cpu", Rational.ZERO);
                Rational memory =
                    meters.getOrDefault("memory", Rational.ZERO).dividedBy(Rational.of(3));
                if (meters.containsKey("cpu") || meters.containsKey("memory")) {
                  Rational quantity = nanos(combined(line.combine, cpu, memory));
                  usedNow.merge(key, quantity, Rational::plus);
                }
                Rational main = meters.getOrDefault("main", Rational.ZERO).times(line.factor);
                earnedNow.merge(key, main, Rational::plus);
              });
      String cycle =
          line.day ? "" + window.getKey().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS) : "";
      earnedNow.forEach(
          (key, more) -> {
            Rational quantity = usedNow.getOrDefault(key, Rational.ZERO);
            if (line.earning.equals("bank")) {
              Rational saved = banks.getOrDefault(key, Rational.ZERO).plus(more);
              Rational cap = Rational.of(line.cap);
              Rational most = saved.compareTo(cap) > 0 ? cap : saved;
              Rational spent = most.compareTo(quantity) > 0 ? quantity : most;
              banks.put(key, most.minus(spent));
              quantity = nanos(quantity.minus(spent));
            }
            used.merge(cycle + key, quantity, Rational::plus);
            if (line.earning.equals("allowance")) {
              earned.merge(cycle + key, more, Rational::plus);
            }
          });
    }
    Rational sum = Rational.ZERO;
    for (Map.Entry<String, Rational> position : used.entrySet()) {
      Rational free = nanos(earned.getOrDefault(position.getKey(), Rational.ZERO));
      Rational priced = position.getValue().minus(free);
      sum = sum.plus(cost(priced.signum() < 0 ? Rational.ZERO : priced));
    }
    return sum;
  }

  @Test
  void aLineIsItsPlainCostAndItsChargesAddUpToIt() {
    long seed = new Random().nextLong();
    System.out.println("SeveralMetersLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      Case line = Case.of(random);
      List<UsageQuantity> usage = usage(random);
      RatedPeriod rated = Rating.rate("acme", line.book(), JUNE, usage);
      assertThat(rated.lines())
          .as("seed %d: %s", seed + i, line)
          .filteredOn(own -> own.skuId().equals("line"))
          .singleElement()
          .extracting(InvoiceLine::billedCost)
          .isEqualTo(plain(line, usage).rounded(2, RoundingMode.HALF_EVEN));
      BigDecimal sum =
          rated.charges().stream().map(Charge::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).as("seed %d", seed + i).isEqualByComparingTo(rated.total());
      Collections.shuffle(usage, random);
      assertThat(Rating.rate("acme", line.book(), JUNE, usage)).isEqualTo(rated);
    }
  }

  @Test
  void whatWasRatedStaysWhenMoreOfThePeriodIsRated() {
    long seed = new Random().nextLong();
    System.out.println("SeveralMetersLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      Case line = Case.of(random);
      List<UsageQuantity> usage = usage(random);
      Instant cut = JUNE.start().plusSeconds(3600L * random.nextInt(720));
      List<UsageQuantity> first =
          usage.stream().filter(row -> row.windowStart().isBefore(cut)).toList();
      List<Charge> before = usageCharges(Rating.rate("acme", line.book(), JUNE, first));
      List<Charge> all = usageCharges(Rating.rate("acme", line.book(), JUNE, usage));
      assertThat(all.stream().filter(charge -> charge.chargePeriodStart().isBefore(cut)))
          .as("seed %d: %s", seed + i, line)
          .containsExactlyElementsOf(before);
    }
  }

  private static List<Charge> usageCharges(RatedPeriod rated) {
    return rated.charges().stream().filter(charge -> charge.kind() == ChargeKind.USAGE).toList();
  }

  @Test
  void windowsThatOverlapAreNotCombined() {
    PriceBook book = new Case("greatest", false, false, "", Rational.ONE, 1).book();
    Instant start = JUNE.start();
    List<UsageQuantity> usage =
        List.of(
            row("cpu", 0, "eu", 3_600_000_000_000L),
            new UsageQuantity(
                "memory", start, start.plusSeconds(86_400), Map.of(), BigDecimal.TEN, "GiBy.s"),
            row("cpu", 23, "eu", 3_600_000_000_000L),
            row("cpu", 24, "eu", 3_600_000_000_000L));
    RatedPeriod rated = Rating.rate("acme", book, JUNE, usage);
    assertThat(rated.lines().get(0).pricingQuantity()).isEqualByComparingTo("3");
    assertThat(rated.charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.UNPRICED)
        .singleElement()
        .extracting(Charge::meter, Charge::description)
        .containsExactly(
            "memory",
            "Not priced: line line combines windows, and this one is neither the same as nor after"
                + " another");
  }
}
