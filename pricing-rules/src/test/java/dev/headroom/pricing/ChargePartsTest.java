package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of the charges of a few windows of an hour, by price. */
class ChargePartsTest {
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));
  private static final Map<String, String> METERS = Map.of("units", "{unit}", "seconds", "s");

  private static PriceBook book(String line) {
    String text =
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
          - {id: line, description: Line, %s}
        """;
    return PriceBook.parse("test.yaml", text.formatted(line), METERS);
  }

  private static List<Charge> charges(String line, String meter, String unit, String windows) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (String quantity : windows.split(" ", -1)) {
      Instant start = JUNE.start().plusSeconds(3600L * usage.size());
      usage.add(
          new UsageQuantity(
              meter, start, start.plusSeconds(3600), Map.of(), new BigDecimal(quantity), unit));
    }
    return Rating.rate("acme", book(line), JUNE, usage).charges();
  }

  private static String parts(Charge charge) {
    return charge.parts().stream().map(ChargePartsTest::words).collect(Collectors.joining(", "));
  }

  /** {@code tier quantity(used)@price=cost}. */
  private static String words(ChargePart part) {
    String cost = plain(part.cost());
    return switch (part.kind()) {
      case UNITS ->
          part.tier()
              + ": "
              + plain(part.quantity())
              + (part.used().compareTo(part.quantity()) == 0 ? "" : "(" + plain(part.used()) + ")")
              + "@"
              + plain(part.unitPrice())
              + "="
              + cost;
      case TIER_FEE ->
          part.tier() + " fee: " + plain(part.quantity()) + "@" + plain(part.unitPrice());
      case REPRICED -> "repriced " + cost;
      case LIMITED -> "limited " + cost;
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          price: 3                                                   | 2 0 1      | 1: 2@3=6; ; 1: 1@3=3
          allowance: 5, price: 2                                     | 4 3 1      | 0: 4@0=0; 0: 1@0=0, 1: 2@2=4; 1: 1@2=2
          tiers: [{upTo: 4, price: 2}, {upTo: 6, price: 1}, {price: 0.5}] | 3 5 1 | 1: 3@2=6; 1: 1@2=2, 2: 2@1=2, 3: 2@0.5=1; 3: 1@0.5=0.5
          tiers: [{upTo: 4, price: 2, fee: 7}, {price: 1, fee: 9}]   | 4 1 1      | 1: 4@2=8, 1 fee: 1@7; 2: 1@1=1, 2 fee: 1@9; 2: 1@1=1
          model: volume, tiers: [{upTo: 4, price: 2}, {price: 1}]    | 3 3 1      | 1: 3@2=6; 2: 3@1=3, repriced -3; 2: 1@1=1
          model: volume, tiers: [{upTo: 4, price: 2, fee: 7}, {price: 1, fee: 9}] | 3 3 | 1: 3@2=6, 1 fee: 1@7; 2: 3@1=3, 1 fee: -1@7, 2 fee: 1@9, repriced -3
          pack: 10, price: 0.5                                       | 3 2 6      | 1: 10(3)@0.5=5; 1: 0(2)@0.5=0; 1: 10(6)@0.5=5
          pack: 10, allowance: 4, price: 0.5                         | 3 3 8 1    | 0: 3@0=0; 0: 1@0=0, 1: 10(2)@0.5=5; 1: 0(8)@0.5=0; 1: 10(1)@0.5=5
          pack: 10, tiers: [{upTo: 15, price: 2}, {price: 1}]        | 12 6       | 1: 15(0)@2=30, 2: 5(12)@1=5; 2: 0(6)@1=0
          """)
  void aWindowIsTakenApartByPrice(String price, String windows, String expected) {
    String line = "meter: units, unit: '{unit}', prices: [{from: 2026-01-01, %s}]";
    assertThat(
            charges(line.formatted(price), "units", "{unit}", windows).stream()
                .filter(charge -> charge.kind() == ChargeKind.USAGE)
                .map(ChargePartsTest::parts)
                .collect(Collectors.joining("; ")))
        .isEqualTo(expected.trim());
  }

  @Test
  void whatIsAboveTheMaximumIsAPart() {
    String line =
        "meter: units, unit: '{unit}', maximum: 10, prices: [{from: 2026-01-01, price: 3}]";
    assertThat(charges(line, "units", "{unit}", "3 1 2"))
        .extracting(ChargePartsTest::parts)
        .startsWith("1: 3@3=9", "1: 1@3=3, limited -2", "1: 2@3=6, limited -6");
  }

  @Test
  void theFeeOfTheFirstTierIsDueOnceIfNothingIsUsed() {
    String line =
        "meter: units, unit: '{unit}', evenIfUnused: true,"
            + " prices: [{from: 2026-01-01, tiers: [{upTo: 2, price: 0, fee: 5}, {price: 1}]}]";
    assertThat(charges(line, "units", "{unit}", "1 2"))
        .extracting(ChargePartsTest::parts)
        .startsWith("1 fee: 1@5", "1: 1@0=0", "1: 1@0=0, 2: 1@1=1");
  }

  @Test
  void aChangeOfPriceMakesTwoUnitPricesOfATier() {
    String line =
        "meter: units, unit: '{unit}', cycle: month,"
            + " prices: [{from: 2026-01-01, price: 3}, {from: 2026-06-02, price: 4}]";
    assertThat(charges(line, "units", "{unit}", "1 ".repeat(25).trim()))
        .extracting(ChargePartsTest::parts)
        .startsWith("1: 1@3=3")
        .endsWith("1: 1@4=4", "");
  }

  @Test
  void roundingIsInTheCostOfTheOnePart() {
    // 1000 s are 0.277777778 h at 3, which cost 0.833333333 and not 0.833333334.
    String line = "meter: seconds, unit: h, prices: [{from: 2026-01-01, price: 3}]";
    assertThat(charges(line, "seconds", "s", "1000 1000"))
        .extracting(ChargePartsTest::parts)
        .startsWith("1: 0.277777778@3=0.833333333", "1: 0.277777778@3=0.833333334");
  }

  /** 3 s are 0.000833333 h, and 1 s and 2 s 0.000277778 h and 0.000555556 h. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1/3600 | 3600 | 3600 | 3 | 0.000277778 | 0.000555555
          2/3600 | 3600 | 3600 | 3 | 0.000555555 | 0.000277778
          2/3600 | 1    | 2    | 4 | 0.000555556 | 0.000555555
          2/3600 | 2    | 1    | 4 | 0.000555555 | 0.000555556
          """)
  void theGreatestPartOrElseTheDearestTakesWhatRoundingLeaves(
      String edge, String first, String second, String seconds, String ofFirst, String ofSecond) {
    String line =
        "meter: seconds, unit: h, prices: [{from: 2026-01-01, tiers: [{upTo: %s, price: %s}, {price: %s}]}]";
    List<ChargePart> parts =
        charges(line.formatted(edge, first, second), "seconds", "s", seconds).get(0).parts();
    assertThat(parts)
        .extracting(ChargePart::used)
        .containsExactly(new BigDecimal(ofFirst), new BigDecimal(ofSecond));
  }

  @Test
  void aPriceThatIsNoDecimalHasEighteenPlaces() {
    String line = "meter: units, unit: '{unit}', prices: [{from: 2026-01-01, price: 1/3}]";
    assertThat(charges(line, "units", "{unit}", "1 6"))
        .extracting(ChargePartsTest::parts)
        .startsWith("1: 1@0.333333333333333333=0.333333333", "1: 6@0.333333333333333333=2");
  }

  @Test
  void aFeeIsItsPriceTimesMonths() {
    assertThat(charges("prices: [{from: 2026-06-16, price: 10}]", "units", "{unit}", "1"))
        .filteredOn(charge -> charge.kind() == ChargeKind.FEE)
        .extracting(ChargePartsTest::parts)
        .containsExactly("1: 0.5@10=5");
  }
}
