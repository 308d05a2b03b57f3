package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingTest {
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));
  private static final Map<String, String> METERS = Map.of("units", "{unit}", "cpus", "{cpu}");

  private static PriceBook book(String lines) {
    String head =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: test
        name: Test
        mode: serverless
        source: this test
        sourceDate: 2026-01-01
        currency: USD
        lines:
        """;
    return PriceBook.parse("test.yaml", head + lines.indent(2), METERS);
  }

  private static UsageQuantity units(String start, String quantity) {
    return usage("units", start, Map.of(), quantity, "{unit}");
  }

  private static UsageQuantity usage(
      String meter, String start, Map<String, String> dimensions, String quantity, String unit) {
    Instant from = Instant.parse(start);
    return new UsageQuantity(
        meter, from, from.plusSeconds(3600), dimensions, new BigDecimal(quantity), unit);
  }

  private static List<String> amounts(RatedPeriod rated) {
    return rated.charges().stream()
        .map(c -> c.kind() + " " + c.billedCost().stripTrailingZeros().toPlainString())
        .toList();
  }

  @Test
  void aPriceChangeSplitsThePeriodAndTiersKeepTheirPosition() {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              prices:
                - from: 2026-01-01
                  allowance: 5
                  tiers: [{upTo: 10, price: 10}, {price: 5}]
                - from: 2026-06-11
                  tiers: [{upTo: 20, price: 8}, {price: 4}]
            """);

    RatedPeriod rated =
        Rating.rate(
            "acme",
            book,
            JUNE,
            List.of(
                units("2026-06-10T23:00:00Z", "12"), // 5 free, 7 at 10
                units("2026-06-11T00:00:00Z", "10"))); // 13th to 20th at 8, 21st and 22nd at 4

    assertThat(amounts(rated)).containsExactly("USAGE 70", "USAGE 72", "ROUNDING 0");
    assertThat(rated.charges().get(0).pricesFrom()).isEqualTo(LocalDate.of(2026, 1, 1));
    assertThat(rated.charges().get(1).pricesFrom()).isEqualTo(LocalDate.of(2026, 6, 11));
  }

  /** 3 units to the edge, in steps of one quantum (10⁻⁹ of a unit) around it. */
  @ParameterizedTest
  @CsvSource({
    "2.999999999, 29.99999999",
    "3,           30",
    "3.000000001, 30.500000007",
    "4.999999999, 44.499999993",
    "5,           44.5",
    "5.000000001, 44.500000001"
  })
  void aTierEndsAtItsLastQuantum(String quantity, BigDecimal exact) {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              prices:
                - from: 2026-01-01
                  tiers: [{upTo: 3, price: 10}, {upTo: 5, price: 7, fee: 0.5}, {price: 1}]
            """);
    RatedPeriod rated =
        Rating.rate("acme", book, JUNE, List.of(units("2026-06-01T00:00:00Z", quantity)));
    assertThat(rated.charges().get(0).billedCost()).isEqualByComparingTo(exact);
  }

  @Test
  void aTierEdgeBetweenTwoQuantaIsExact() {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              prices:
                - {from: 2026-01-01, tiers: [{upTo: 1/3, price: 3}, {price: 0}]}
            """);
    RatedPeriod rated =
        Rating.rate("acme", book, JUNE, List.of(units("2026-06-01T00:00:00Z", "0.333333334")));
    assertThat(rated.charges().get(0).billedCost()).isEqualByComparingTo("1");
  }

  @Test
  void theMaximumOfThePeriodIsPricedOnceAndDimensionsOfAWindowAreAdded() {
    PriceBook book =
        book(
            """
            - id: licence
              description: Licence
              meter: cpus
              unit: "{cpu}"
              over: max
              prices: [{from: 2026-01-01, price: 10}]
            """);
    List<UsageQuantity> usage =
        List.of(
            usage("cpus", "2026-06-01T00:00:00Z", Map.of("host", "a"), "4", "{cpu}"),
            usage("cpus", "2026-06-01T01:00:00Z", Map.of("host", "a"), "4", "{cpu}"),
            usage("cpus", "2026-06-01T01:00:00Z", Map.of("host", "b"), "3", "{cpu}"),
            usage("cpus", "2026-06-01T02:00:00Z", Map.of("host", "b"), "2", "{cpu}"));
    assertThat(amounts(Rating.rate("acme", book, JUNE, usage)))
        .containsExactly("USAGE 40", "USAGE 30", "USAGE 0", "ROUNDING 0");
  }

  @Test
  void usageWithoutAPriceIsShownWithTheReason() {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              where: {region: eu}
              prices: [{from: 2026-01-01, to: 2026-06-10, price: 1}]
            """);
    List<UsageQuantity> usage =
        List.of(
            usage("units", "2026-06-09T00:00:00Z", Map.of("region", "eu"), "1", "{unit}"),
            usage("units", "2026-06-09T00:00:00Z", Map.of("region", "us"), "2", "{unit}"),
            usage("units", "2026-06-10T00:00:00Z", Map.of("region", "eu"), "3", "{unit}"),
            usage("units", "2026-06-01T00:00:00Z", Map.of("region", "eu"), "5", "By"),
            usage("nobody.knows", "2026-06-09T00:00:00Z", Map.of(), "4", "{unit}"));
    RatedPeriod rated = Rating.rate("acme", book, JUNE, usage);
    assertThat(rated.total()).isEqualByComparingTo("1");
    List<UsageQuantity> backwards = new ArrayList<>(usage);
    Collections.reverse(backwards);
    assertThat(Rating.rate("acme", book, JUNE, backwards)).isEqualTo(rated);
    assertThat(rated.charges())
        .filteredOn(c -> c.kind() == ChargeKind.UNPRICED)
        .extracting(Charge::skuId, c -> c.pricingQuantity().intValueExact(), Charge::description)
        .containsExactly(
            tuple(
                "unpriced/nobody.knows/{unit}",
                4,
                "Not priced: no line of the price book is for this usage"),
            tuple("unpriced/units/By", 5, "Not priced: unit By cannot be converted to {unit}"),
            tuple(
                "unpriced/units/{unit}",
                2,
                "Not priced: no line of the price book is for this usage"),
            tuple("unpriced/units/{unit}", 3, "Not priced: line units has no price at this time"));
  }

  /** RisingWave's Developer plan, one day of it, by the length of the month. */
  @ParameterizedTest
  @CsvSource({"2026-07,3.19", "2026-06,3.30", "2028-02,3.41", "2026-02,3.54"})
  void aFeeIsReducedToTheDays(YearMonth month, String amount) {
    BillingPeriod day = new BillingPeriod(month, month.atDay(10), month.atDay(11));
    PriceBook book =
        book("- {id: plan, description: Plan, prices: [{from: 2020-01-01, price: 99}]}");
    assertThat(Rating.rate("acme", book, day, List.of()).total()).isEqualTo(amount);
  }

  @Test
  void aFeeFollowsItsPricesByDaysAndIsRoundedOnce() {
    PriceBook book =
        book(
            """
            - id: plan
              description: Plan
              prices: [{from: 2026-01-01, price: 100}, {from: 2026-06-08, price: 200}]
            - id: setup
              description: Setup
              prorate: none
              prices: [{from: 2026-01-01, price: 7}]
            """);
    RatedPeriod rated = Rating.rate("acme", book, JUNE, List.of());
    assertThat(amounts(rated)) // 100 × 7 ÷ 30 + 200 × 23 ÷ 30
        .containsExactly(
            "FEE 23.333333333", "FEE 153.333333334", "ROUNDING 0.003333333", "FEE 7", "ROUNDING 0");
    assertThat(rated.total()).isEqualTo("183.67");
  }

  @Test
  void aYenHasNoPlaces() {
    PriceBook dollars =
        book("- {id: plan, description: Plan, prices: [{from: 2020-01-01, price: 2.5}]}");
    PriceBook yen =
        new PriceBook(
            dollars.apiVersion(),
            dollars.kind(),
            dollars.id(),
            dollars.name(),
            dollars.mode(),
            dollars.source(),
            dollars.sourceDate(),
            "JPY",
            dollars.rounding(),
            dollars.meters(),
            dollars.lines(),
            dollars.invoice());
    assertThat(Rating.rate("acme", yen, JUNE, List.of()).total()).isEqualTo("2");
  }

  @Test
  void usageOfAnotherMonthIsRefused() {
    PriceBook book =
        book("- {id: plan, description: Plan, prices: [{from: 2020-01-01, price: 1}]}");
    List<UsageQuantity> usage = List.of(units("2026-07-01T00:00:00Z", "1"));
    assertThatThrownBy(() -> Rating.rate("acme", book, JUNE, usage))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pricesForTermsAreForNobodyWhoSaysNothing() {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              prices: [{from: 2026-01-01, only: {edition: enterprise}, price: 1}]
            - id: support
              description: Support
              prices:
                - {from: 2026-01-01, price: 5}
                - {from: 2026-01-01, only: {edition: enterprise}, price: 1}
            """);
    RatedPeriod rated =
        Rating.rate("acme", book, JUNE, List.of(units("2026-06-01T00:00:00Z", "2")));
    assertThat(rated.lines())
        .extracting(line -> line.skuId() + " " + line.billedCost().toBigInteger())
        .containsExactly("support 5", "unpriced/units/{unit} 0");
  }

  @Test
  void ofSeveralReasonsInAWindowTheFirstInTheAlphabetIsShown() {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              where: {region: eu}
              prices: [{from: 2026-01-01, to: 2026-06-10, price: 1}]
            """);
    String late = "2026-06-10T00:00:00Z";
    List<UsageQuantity> usage =
        new ArrayList<>(
            List.of(
                usage("units", late, Map.of("region", "eu"), "1", "{unit}"),
                usage("units", late, Map.of("region", "us"), "2", "{unit}")));
    for (int turn = 0; turn < 2; turn++) {
      assertThat(Rating.rate("acme", book, JUNE, usage).charges())
          .filteredOn(charge -> charge.kind() == ChargeKind.UNPRICED)
          .extracting(c -> c.pricingQuantity().intValueExact(), Charge::description)
          .containsExactly(tuple(3, "Not priced: line units has no price at this time"));
      Collections.reverse(usage);
    }
  }

  @Test
  void aChargeSaysOfWhichMetersAndInWhichUnitItIs() {
    PriceBook book =
        book(
            """
            - id: both
              description: Both
              combine: greatest
              meters: [{meter: units, unit: "{unit}"}, {meter: cpus, unit: "{cpu}"}]
              as: "{both}"
              prices: [{from: 2026-01-01, price: 1}]
            - {id: fee, description: Fee, prices: [{from: 2026-01-01, price: 1}]}
            """);
    RatedPeriod rated =
        Rating.rate("acme", book, JUNE, List.of(units("2026-06-01T00:00:00Z", "2")));
    assertThat(rated.charges())
        .extracting(Charge::skuId, Charge::meter, Charge::pricingUnit)
        .contains(tuple("both", "units+cpus", "{both}"), tuple("fee", "", "mo"));
    assertThat(rated.lines())
        .extracting(InvoiceLine::skuId, InvoiceLine::pricingUnit)
        .containsExactly(tuple("both", "{both}"), tuple("fee", "mo"));
  }

  /** What one host has earned, another spends, unless each has a bank of its own. */
  @ParameterizedTest
  @CsvSource({"pooled, 0", "each, 6"})
  void aBankIsOfThePosition(String scope, String cost) {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              each: [host]
              scope: %s
              quantity: [{roundUpTo: 1}]
              creditBank: {earnedBy: {meter: cpus, unit: "{cpu}"}, cap: 10}
              prices: [{from: 2026-01-01, price: 2}]
            """
                .formatted(scope));
    String start = "2026-06-01T00:00:00Z";
    List<UsageQuantity> usage =
        List.of(
            usage("cpus", start, Map.of("host", "a"), "5", "{cpu}"),
            usage("units", start, Map.of("host", "b"), "3", "{unit}"));
    assertThat(Rating.rate("acme", book, JUNE, usage).total()).isEqualByComparingTo(cost);
  }

  @ParameterizedTest
  @CsvSource({"hour, 7200", "day, 90000"})
  void aWindowLongerThanTheCycleHasNoPrice(String cycle, long seconds) {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              cycle: %s
              prices: [{from: 2026-01-01, price: 1}]
            """
                .formatted(cycle));
    Instant start = Instant.parse("2026-06-02T00:00:00Z");
    UsageQuantity longer =
        new UsageQuantity(
            "units", start, start.plusSeconds(seconds), Map.of(), BigDecimal.TEN, "{unit}");
    RatedPeriod rated =
        Rating.rate("acme", book, JUNE, List.of(units("2026-06-01T23:00:00Z", "2"), longer));
    assertThat(rated.total()).isEqualByComparingTo("2");
    assertThat(rated.charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.UNPRICED)
        .extracting(c -> c.pricingQuantity().intValueExact(), Charge::description)
        .containsExactly(
            tuple(
                10,
                "Not priced: the window does not lie within one %s, after which line units begins anew"
                    .formatted(cycle)));
  }

  @Test
  void aUnitThatChangesWithinAPeriodHasNoPrice() {
    PriceBook book =
        book(
            """
            - id: units
              description: Units
              meter: units
              unit: "{unit}"
              prices: [{from: 2026-01-01, price: 1}]
            """);
    List<UsageQuantity> usage =
        List.of(
            units("2026-06-01T00:00:00Z", "2"),
            usage("units", "2026-06-01T01:00:00Z", Map.of(), "3", "10*3.{unit}"));
    assertThat(Rating.rate("acme", book, JUNE, usage).charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.UNPRICED)
        .extracting(c -> c.pricingQuantity().intValueExact(), Charge::description)
        .containsExactly(tuple(3, "Not priced: unit 10*3.{unit} after {unit} in the same period"));
  }
}
