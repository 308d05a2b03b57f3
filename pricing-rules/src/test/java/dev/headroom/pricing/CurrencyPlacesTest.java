package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is payable has the places of its currency: none of a yen, three of a Kuwaiti dinar. */
class CurrencyPlacesTest {
  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: test
      name: Test
      mode: serverless
      source: this test
      sourceDate: 2026-01-01
      currency: %s
      lines:
        - {id: units, description: Units, meter: units, unit: "{unit}", prices: [{from: 2026-01-01, price: 12.34567}]}
      invoice:
        - {id: vat, description: VAT, tax: 19}
      """;

  /** Three units of 12.34567 are 37.03701; the tax is 19 % of what is printed for the line. */
  @ParameterizedTest
  @CsvSource({
    "JPY, 37, 7, 44, -0.037010000",
    "KRW, 37, 7, 44, -0.037010000",
    "EUR, 37.04, 7.04, 44.08, 0.002990000",
    "KWD, 37.037, 7.037, 44.074, -0.000010000",
    "BHD, 37.037, 7.037, 44.074, -0.000010000"
  })
  void aLineAndAStepAreRoundedToThem(
      String currency, String line, String tax, String total, String rounding) {
    PriceBook book =
        PriceBook.parse("test.yaml", BOOK.formatted(currency), Map.of("units", "{unit}"));
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    UsageQuantity usage =
        new UsageQuantity(
            "units", start, start.plusSeconds(3600), Map.of(), new BigDecimal(3), "{unit}");

    RatedPeriod rated =
        Rating.rate("acme", book, BillingPeriod.of(YearMonth.of(2026, 6)), List.of(usage));

    assertThat(rated.lines())
        .extracting(InvoiceLine::billedCost)
        .containsExactly(new BigDecimal(line), new BigDecimal(tax));
    assertThat(rated.total()).isEqualTo(total);
    assertThat(rated.charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.ROUNDING)
        .extracting(Charge::billedCost)
        .containsExactly(new BigDecimal(rounding));
  }
}
