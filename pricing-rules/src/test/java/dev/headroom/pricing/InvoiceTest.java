package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InvoiceTest {
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final Map<String, PriceBook> BOOKS =
      PriceBooks.parse(PriceBooks.catalogue(), Meters.SHIPPED).byId();
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: acme
          name: Acme Corporation
          subscriptions:
            - {book: serverless, from: 2026-06-04T00:00:00Z, to: 2026-06-11T00:00:00Z}
            - {book: byoc, from: 2026-06-11T00:00:00Z}
        - id: quiet
          subscriptions: []
      """;

  private static UsageQuantity requests(String day, String quantity) {
    Instant start = Instant.parse(day + "T00:00:00Z");
    return new UsageQuantity(
        "requests", start, start.plusSeconds(60), Map.of(), new BigDecimal(quantity), "{request}");
  }

  @Test
  void everySubscriptionPricesItsOwnDays() {
    Tenant acme = Tenants.parse("t.yaml", TENANTS, BOOKS.keySet()).find("acme").orElseThrow();
    Invoice invoice =
        Invoice.of(
            BOOKS,
            acme,
            JUNE,
            List.of(
                requests("2026-05-31", "1"),
                requests("2026-06-03", "5"),
                requests("2026-06-04", "4000000"),
                requests("2026-06-11", "7")));

    // 3 million at 0.20; 99 for 20 of 30 days
    assertThat(invoice.totals()).containsExactly(Map.entry("USD", new BigDecimal("66.60")));
    assertThat(invoice.lines())
        .extracting(l -> l.bookId() + " " + l.skuId() + " " + l.billedCost().toPlainString())
        .containsExactly(
            "serverless requests 0.60",
            "byoc control-plane 66.00",
            "byoc requests 0.00",
            " unpriced/requests/{request} 0.000000000");
    assertThat(invoice.charges())
        .filteredOn(c -> c.kind() == ChargeKind.UNPRICED)
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.pricingQuantity()).isEqualByComparingTo("5");
              assertThat(c.description()).isEqualTo("Not priced: no subscription at this time");
              assertThat(c.currency()).isEqualTo("XXX");
            });
  }

  @Test
  void tenantsAreCheckedAtOnce() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - {book: gone, from: 2026-01-01T00:00:00Z}
              - {book: byoc, from: 2026-02-01T10:00:00Z}
          - id: acme
            subscriptions:
              - {book: byoc, from: 2026-02-01T00:00:00Z, to: 2026-01-01T00:00:00Z}
              - {book: byoc, from: 2025-12-01T00:00:00Z}
        """;
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class,
                    () -> Tenants.parse("t.yaml", text, Set.of("byoc", "serverless")))
                .problems()
                .stream()
                .map(Problem::toString))
        .containsExactly(
            "t.yaml:6:16: unknown price book 'gone'; known books: byoc, serverless",
            "t.yaml:7:28: expected midnight UTC, such as 2026-01-01T00:00:00Z",
            "t.yaml:7:28: overlap: the subscription before has no end",
            "t.yaml:8:9: tenant 'acme' is given twice",
            "t.yaml:10:54: to is not after from",
            "t.yaml:11:28: overlap: the subscription before ends 2026-01-01T00:00:00Z");
  }

  @Test
  void aTenantWithoutANameIsCalledByItsId() {
    assertThat(Tenants.parse("t.yaml", TENANTS, BOOKS.keySet()).find("quiet"))
        .hasValueSatisfying(t -> assertThat(t.name()).isEqualTo("quiet"));
  }
}
