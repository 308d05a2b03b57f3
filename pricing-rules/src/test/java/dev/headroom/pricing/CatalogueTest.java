package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final PriceBooks BOOKS = PriceBooks.parse(PriceBooks.catalogue(), Meters.SHIPPED);
  private static final BillingPeriod JUNE = BillingPeriod.of(YearMonth.of(2026, 6));

  @Test
  void oneBookForEachWayOfSelling() {
    assertThat(BOOKS.byId().values().stream().map(PriceBook::mode))
        .containsExactlyInAnyOrder(SellingMode.values());
    BOOKS
        .byId()
        .forEach(
            (id, book) ->
                assertThat(book.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .isEqualTo(id));
  }

  @Test
  void everyBookPricesEveryShippedMeter() {
    for (PriceBook book : BOOKS.byId().values()) {
      TreeSet<String> meters = new TreeSet<>();
      book.lines().stream().filter(l -> !l.isFee()).forEach(l -> meters.add("" + l.meter()));
      assertThat(meters).as(book.id()).isEqualTo(new TreeSet<>(Meters.SHIPPED.keySet()));
    }
  }

  /** 16 logical CPUs are a socket; 5 sockets and more are the upper band. */
  @ParameterizedTest
  @CsvSource({"16,416.67", "64,416.67", "65,833.33", "128,833.33"})
  void onPremIsPaidByTheBand(String cpus, BigDecimal licence) {
    assertThat(total("on-prem", usage("cpu.licensed", 1, "8"), usage("cpu.licensed", 2, cpus)))
        .isEqualTo(licence);
  }

  @Test
  void byocTakesAFeeOnWhatIsReserved() {
    // 100 core-hours × 0.1283 + 99 for the whole month
    assertThat(total("byoc", usage("cpu.reserved", 1, "360000"), usage("cpu.used", 1, "5")))
        .isEqualTo("111.83");
  }

  @Test
  void fullyManagedIsPaidWhetherUsedOrNot() {
    // 8 CPUs for one hour are one instance-hour
    assertThat(total("fully-managed", usage("cpu.reserved", 1, "28800"))).isEqualTo("1.04");
  }

  @Test
  void serverlessIsPaidByUseBeyondTheAllowance() {
    // 10 core-hours × 0.106 + half a million requests beyond the first × 0.20
    assertThat(total("serverless", usage("cpu.used", 1, "36000"), usage("requests", 1, "1500000")))
        .isEqualTo("1.16");
  }

  private static BigDecimal total(String book, UsageQuantity... usage) {
    PriceBook priceBook = Objects.requireNonNull(BOOKS.byId().get(book));
    RatedPeriod rated = Rating.rate("acme", priceBook, JUNE, List.of(usage));
    assertThat(rated.charges()).noneMatch(c -> c.kind() == ChargeKind.UNPRICED);
    return rated.total();
  }

  private static UsageQuantity usage(String meter, int hour, String quantity) {
    Instant start = JUNE.start().plusSeconds(hour * 3600L);
    String unit = Meters.SHIPPED.getOrDefault(meter, "");
    return new UsageQuantity(
        meter, start, start.plusSeconds(3600), Map.of(), new BigDecimal(quantity), unit);
  }
}
