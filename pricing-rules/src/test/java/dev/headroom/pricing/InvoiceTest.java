package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
    Tenant acme =
        Tenants.parse("t.yaml", TENANTS, BOOKS, Meters.SHIPPED).find("acme").orElseThrow();
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
                    () ->
                        Tenants.parse("t.yaml", text, Books.named("byoc", "serverless"), Map.of()))
                .problems()
                .stream()
                .map(Problem::toString))
        .containsExactly(
            "t.yaml:6:16: unknown price book 'gone'; known books: byoc, serverless",
            "t.yaml:7:28: expected midnight in UTC, such as 2026-01-01T00:00:00Z",
            "t.yaml:7:28: overlap: the subscription before has no end",
            "t.yaml:8:9: tenant 'acme' is given twice",
            "t.yaml:10:54: to is not after from",
            "t.yaml:11:28: overlap: the subscription before ends 2026-01-01T00:00:00Z");
  }

  /** The month of an invoice, its days and its length are those of the tenant's clock. */
  @Test
  void aMonthIsThatOfTheTenantsTimeZone() {
    Tenant tenant =
        Tenants.parse(
                "t.yaml",
                """
                apiVersion: headroom.dev/v1
                kind: Tenants
                tenants:
                  - id: acme
                    timeZone: Europe/Berlin
                    subscriptions:
                      - {book: b, from: 2026-03-01T00:00:00+01:00, to: 2026-03-16T00:00:00+01:00}
                      - {book: b, from: 2026-03-16T00:00:00+01:00}
                """,
                Books.named("b"),
                Map.of())
            .find("acme")
            .orElseThrow();
    PriceBook book =
        Storage.book(
            """
            lines:
              - id: storage
                description: One GiB all the month
                meter: storage
                unit: GiBy.mo
                month: calendar
                prices: [{from: 2026-01-01, price: 743}, {from: 2026-03-31, price: 7430}]
              - id: base
                description: Base fee
                prices: [{from: 2026-01-01, price: 31}]
            """);
    List<UsageQuantity> usage =
        List.of(
            Storage.hour("2026-02-28T22:00:00Z"), // February there
            Storage.hour("2026-02-28T23:00:00Z"), // 1 March
            Storage.hour("2026-03-15T23:00:00Z"), // 16 March, the second subscription
            Storage.hour("2026-03-30T21:00:00Z"), // 30 March, at the old price
            Storage.hour("2026-03-30T22:00:00Z"), // 31 March
            Storage.hour("2026-03-31T22:00:00Z")); // April

    Invoice invoice = Invoice.of(Map.of("b", book), tenant, YearMonth.of(2026, 3), usage);

    assertThat(invoice.lines().stream().map(l -> l.skuId() + " " + l.billedCost()))
        .containsExactly("storage 1.00", "base 15.00", "storage 12.00", "base 16.00");
    assertThat(invoice.charges())
        .filteredOn(c -> c.kind() == ChargeKind.FEE)
        .extracting(Charge::chargePeriodStart, Charge::chargePeriodEnd)
        .containsExactly(
            tuple(Instant.parse("2026-02-28T23:00:00Z"), Instant.parse("2026-03-15T23:00:00Z")),
            tuple(Instant.parse("2026-03-15T23:00:00Z"), Instant.parse("2026-03-31T22:00:00Z")));
  }

  @Test
  void aTimeZoneMustExistAndMidnightsMustBeItsOwn() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - {id: a, timeZone: Europe/Berln, subscriptions: []}
          - {id: b, timeZone: +02:00, subscriptions: []}
          - {id: c, timeZone: Asia/Kolkata, subscriptions: [{book: x, from: 2026-01-01T00:00:00Z}]}
          - {id: d, timeZone: Africa/Cairo, subscriptions: [{book: x, from: 2026-04-24T01:00:00+03:00}]}
        """;
    assertThat(
            catchThrowableOfType(
                    InvalidInputException.class,
                    () -> Tenants.parse("t.yaml", text, Books.named("x"), Map.of()))
                .problems()
                .stream()
                .map(Problem::toString))
        .containsExactly(
            "t.yaml:4:23: unknown time zone 'Europe/Berln', expected a name of the IANA database"
                + " such as Europe/Berlin",
            "t.yaml:5:23: unknown time zone '+02:00', expected a name of the IANA database such as"
                + " Europe/Berlin",
            "t.yaml:6:69: expected midnight in Asia/Kolkata, such as 2026-01-01T00:00:00+05:30");
  }

  @Test
  void aTenantWithoutANameIsCalledByItsId() {
    assertThat(Tenants.parse("t.yaml", TENANTS, BOOKS, Meters.SHIPPED).find("quiet"))
        .hasValueSatisfying(t -> assertThat(t.name()).isEqualTo("quiet"));
  }

  @Test
  void eachInvoiceStepIsAChargeOfItsKind() {
    PriceBook book =
        Storage.book(
            """
            lines:
              - {id: fee, description: Fee, prices: [{from: 2026-01-01, price: 100}]}
            invoice:
              - {id: discount, description: D, discount: 10}
              - {id: credit, description: C, credit: 10}
              - {id: maximum, description: M, maximum: 70}
              - {id: waiver, description: W, waiveBelow: 10}
              - {id: support, description: S, share: [{upTo: 50, percent: 10}, {percent: 5}], least: 8}
              - {id: plain, description: P, share: [{percent: 5}]}
              - {id: minimum, description: M, minimum: 90}
              - {id: tax, description: T, tax: 10}
            """);
    assertThat(Rating.rate("acme", book, BillingPeriod.of(JUNE), List.of()).charges())
        .filteredOn(charge -> charge.chargePeriodEnd().equals(BillingPeriod.of(JUNE).end()))
        .extracting(
            charge ->
                "%s %s %s"
                    .formatted(
                        charge.skuId(),
                        charge.kind(),
                        charge.billedCost().stripTrailingZeros().toPlainString()))
        .contains(
            "discount DISCOUNT -10",
            "credit DISCOUNT -10",
            "maximum DISCOUNT -10",
            "waiver DISCOUNT 0",
            "support FEE 8",
            "plain FEE 3.9",
            "minimum MINIMUM 8.1",
            "tax TAX 9");
  }

  @Test
  void onlyMonthsOfACommitmentAreCountedTowardsIt() {
    Commitment promised = new Commitment(Rational.of(50), Commitment.Paid.UPFRONT);
    Instant middle = Instant.parse("2026-06-16T00:00:00Z");
    Subscription free = new Subscription("b", Instant.EPOCH, middle);
    Subscription own =
        new Subscription("b", middle, null, null, null, null, null, List.of(), promised, List.of());
    Invoice invoice =
        Invoice.of(Books.named("b"), new Tenant("acme", "A", List.of(free, own)), JUNE, List.of());
    assertThat(invoice.committed())
        .containsExactly(new SubscriptionTotal(middle, new BigDecimal("0.50"), "USD"));
  }

  @Test
  void everyTenantHasATimeZone() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - {id: a, timeZone: Europe/Berlin, subscriptions: []}
          - {id: b, subscriptions: []}
        """;
    assertThat(Tenants.parse("t.yaml", text, Map.of(), Map.of()).timeZones())
        .containsOnly(Map.entry("a", ZoneId.of("Europe/Berlin")), Map.entry("b", ZoneOffset.UTC));
  }
}
