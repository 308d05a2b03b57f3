package dev.headroom.benchmarks.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.Charge;
import dev.headroom.pricing.ChargeKind;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.UsageQuantity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured is rated as plain arithmetic says, and nothing of it is left out. */
class RatingWorkloadTest {
  private static final MathContext EXACT_ENOUGH = new MathContext(60);

  /** What a size is multiplied by, the factor 3/2 included. */
  private static final Map<String, String> FACTORS =
      Map.of("S", "1.5", "M", "3.75", "L", "9", "XL", "6");

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }

  /** Three tiers without an allowance; a fee when the second begins. */
  private static BigDecimal tiers(BigDecimal units, List<String> ends, List<String> prices) {
    BigDecimal first = units.min(number(ends.get(0)));
    BigDecimal second = units.min(number(ends.get(1))).subtract(number(ends.get(0)));
    BigDecimal third = units.subtract(number(ends.get(1)));
    return first
        .multiply(number(prices.get(0)))
        .add(second.max(BigDecimal.ZERO).multiply(number(prices.get(1))))
        .add(third.max(BigDecimal.ZERO).multiply(number(prices.get(2))));
  }

  private static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_EVEN);
  }

  @ParameterizedTest
  @EnumSource
  void everyWindowIsChargedAndTheChargesAddUpToTheInvoice(MonthKind kind) {
    Invoice invoice = kind.month().rated();
    assertThat(invoice.charges()).noneMatch(charge -> charge.kind() == ChargeKind.UNPRICED);
    int lines = kind == MonthKind.FIVE_METERS ? 5 : 1;
    assertThat(invoice.charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.USAGE)
        .hasSize(lines * RatedMonth.HOURS);
    for (InvoiceLine line : invoice.lines()) {
      assertThat(
              invoice.charges().stream()
                  .filter(charge -> charge.skuId().equals(line.skuId()))
                  .map(Charge::billedCost)
                  .reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(line.billedCost());
    }
  }

  @Test
  void threeTiersComeToWhatTheSumOfTheHoursCosts() {
    BigDecimal seconds =
        MonthKind.GRADUATED.month().usage().stream()
            .map(UsageQuantity::quantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal hours = seconds.divide(number("3600"), EXACT_ENOUGH);
    assertThat(hours).isGreaterThan(number("2500")); // all three are reached
    assertThat(MonthKind.GRADUATED.month().rated().totals())
        .containsEntry(
            "EUR",
            cents(tiers(hours, List.of("1000", "2500"), List.of("0.106", "0.0975", "0.08"))));
  }

  @Test
  void everyThingThatALineMayHaveComesToWhatItsDaysCost() {
    Map<String, BigDecimal> credits = new TreeMap<>();
    for (UsageQuantity row : MonthKind.COMPLEX.month().usage()) {
      String size = row.dimensions().getOrDefault("size", "");
      Instant day = row.windowStart().truncatedTo(ChronoUnit.DAYS);
      credits.merge(day + size, credits(row.quantity(), size), BigDecimal::add);
    }
    BigDecimal line =
        cents(
            credits.values().stream()
                .map(RatingWorkloadTest::day)
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    BigDecimal net = line.subtract(cents(line.movePointLeft(1)));
    BigDecimal gross = net.add(cents(net.multiply(number("0.19"))));
    assertThat(MonthKind.COMPLEX.month().rated().totals()).containsEntry("EUR", gross);
  }

  /** Half hours that were started, by size, at most 64 an hour. */
  private static BigDecimal credits(BigDecimal seconds, String size) {
    return seconds
        .divide(number("1800"), 0, RoundingMode.CEILING)
        .multiply(number("0.5"))
        .multiply(number(FACTORS.getOrDefault(size, "")))
        .min(number("64"));
  }

  /** Of one size: five are free, what is beyond is sold in tens. */
  private static BigDecimal day(BigDecimal credits) {
    BigDecimal beyond = credits.subtract(number("5")).max(BigDecimal.ZERO);
    BigDecimal sold =
        beyond.divide(BigDecimal.TEN, 0, RoundingMode.CEILING).multiply(BigDecimal.TEN);
    BigDecimal fee = number(sold.compareTo(number("100")) > 0 ? "2" : "0");
    return tiers(sold, List.of("100", "300"), List.of("0.10", "0.09", "0.08")).add(fee);
  }

  @Test
  void everyVendorsMonthHasAChargeForEveryHour() {
    CatalogueMonth.books()
        .values()
        .forEach(
            book -> {
              Invoice invoice = CatalogueMonth.of(book).rated();
              boolean isMetered = book.lines().stream().anyMatch(line -> !line.isFee());
              assertThat(invoice.charges())
                  .as(book.id())
                  .noneMatch(charge -> charge.kind() == ChargeKind.UNPRICED)
                  .filteredOn(charge -> charge.kind() == ChargeKind.USAGE)
                  .hasSizeGreaterThanOrEqualTo(isMetered ? RatedMonth.HOURS : 0);
            });
  }

  @Test
  void everythingIsMeasuredBesideAFlatPrice() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new RatingRun(1, 2, RatingRun.Effort.TRY, out).run();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("GRADUATED, 745 charges of 744 windows", "backtest of 2 tenants")
        .containsPattern("(?s)COMPLEX.+ratio bill / flat +\\d+\\.\\d")
        .contains("the charges added up to the lines of the invoice to the last digit");
  }
}
