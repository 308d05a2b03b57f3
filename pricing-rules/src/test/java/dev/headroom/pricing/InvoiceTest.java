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
        PriceBook.parse(
            "b.yaml",
            """
            apiVersion: headroom.dev/v1
            kind: PriceBook
            id: b
            name: B
            mode: serverless
            source: Made up
            sourceDate: 2026-01-01
            currency: EUR
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
            """,
            Map.of("storage", "GiBy.h"));
    List<UsageQuantity> usage =
        List.of(
            hour("2026-02-28T22:00:00Z"), // February there
            hour("2026-02-28T23:00:00Z"), // 1 March
            hour("2026-03-15T23:00:00Z"), // 16 March, the second subscription
            hour("2026-03-30T21:00:00Z"), // 30 March, at the old price
            hour("2026-03-30T22:00:00Z"), // 31 March
            hour("2026-03-31T22:00:00Z")); // April

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

  private static UsageQuantity hour(String start) {
    Instant time = Instant.parse(start);
    return new UsageQuantity(
        "storage", time, time.plusSeconds(3600), Map.of(), BigDecimal.ONE, "GiBy.h");
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

  private static final Map<String, PriceBook> EDITIONS =
      Map.of(
          "b",
          PriceBook.parse(
              "b.yaml",
              """
              apiVersion: headroom.dev/v1
              kind: PriceBook
              id: b
              name: B
              mode: serverless
              source: Made up
              sourceDate: 2026-01-01
              currency: EUR
              lines:
                - id: credits
                  description: Credits
                  meter: storage
                  unit: GiBy.h
                  prices:
                    - {from: 2026-01-01, price: 2}
                    - {from: 2026-01-01, only: {edition: enterprise}, price: 3}
                    - {from: 2026-02-10, only: {edition: enterprise}, price: 4}
                    - {from: 2026-01-01, only: {edition: enterprise, region: us}, price: 5}
                    - {from: 2026-01-01, only: {edition: enterprise, region: eu, cohort: "2025"}, price: 1}
                - id: support
                  description: Support, with the enterprise edition
                  prices: [{from: 2026-01-01, only: {edition: enterprise}, price: 100}]
              invoice:
                - {id: vat, description: VAT, tax: 10}
              """,
              Map.of("storage", "GiBy.h")));

  private static List<String> sold(String terms) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - {id: acme, subscriptions: [{book: b, from: 2026-01-01T00:00:00Z %s}]}
        """;
    Tenant tenant =
        Tenants.parse("t.yaml", text.formatted(terms), EDITIONS, Map.of())
            .find("acme")
            .orElseThrow();
    List<UsageQuantity> usage = List.of(hour("2026-02-01T00:00:00Z"), hour("2026-02-20T00:00:00Z"));
    Invoice invoice = Invoice.of(EDITIONS, tenant, YearMonth.of(2026, 2), usage);
    return invoice.lines().stream().map(l -> l.skuId() + " " + l.billedCost()).toList();
  }

  @Test
  void aSubscriptionsTermsSayWhichPricesItIsCharged() {
    assertThat(sold("")).containsExactly("credits 4.00", "vat 0.40");
    assertThat(sold(", edition: enterprise"))
        .containsExactly("credits 7.00", "support 100.00", "vat 10.70");
    assertThat(sold(", edition: enterprise, region: us, currency: EUR"))
        .containsExactly("credits 10.00", "support 100.00", "vat 11.00");
    assertThat(sold(", edition: enterprise, region: eu, cohort: '2025'"))
        .containsExactly("credits 2.00", "support 100.00", "vat 10.20");
    assertThat(sold(", region: us")).containsExactly("credits 4.00", "vat 0.40");
  }

  @Test
  void aPriceForSomeThatBeginsLaterLeavesTheDaysBefore() {
    PriceBook book =
        PriceBook.parse(
            "b.yaml",
            """
            apiVersion: headroom.dev/v1
            kind: PriceBook
            id: b
            name: B
            mode: serverless
            source: Made up
            sourceDate: 2026-01-01
            currency: EUR
            lines:
              - id: credits
                description: Credits
                meter: storage
                unit: GiBy.h
                prices:
                  - {from: 2026-01-01, price: 2}
                  - {from: 2026-02-10, price: 3}
                  - {from: 2026-02-15, to: 2026-02-20, only: {edition: enterprise}, price: 4}
            """,
            Map.of("storage", "GiBy.h"));
    Subscription enterprise =
        new Subscription(
            "b", Instant.EPOCH, null, "enterprise", null, null, null, List.of(), null, List.of());
    Tenant tenant = new Tenant("acme", "acme", List.of(enterprise));
    List<UsageQuantity> usage =
        List.of(
            hour("2026-02-09T00:00:00Z"),
            hour("2026-02-10T00:00:00Z"),
            hour("2026-02-15T00:00:00Z"),
            hour("2026-02-19T00:00:00Z"),
            hour("2026-02-20T00:00:00Z"));
    Invoice invoice = Invoice.of(Map.of("b", book), tenant, YearMonth.of(2026, 2), usage);
    assertThat(invoice.charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.USAGE)
        .extracting(charge -> charge.billedCost().intValue())
        .containsExactly(2, 3, 4, 4, 3);
  }

  /** In the hour that comes twice there is the allowance of an hour, twice. */
  @Test
  void anHourThatComesTwiceIsTwoHours() {
    PriceBook book =
        PriceBook.parse(
            "b.yaml",
            """
            apiVersion: headroom.dev/v1
            kind: PriceBook
            id: b
            name: B
            mode: serverless
            source: Made up
            sourceDate: 2026-01-01
            currency: EUR
            lines:
              - id: credits
                description: Credits
                meter: storage
                unit: GiBy.h
                cycle: hour
                prices: [{from: 2026-01-01, allowance: 1, price: 2}]
            """,
            Map.of("storage", "GiBy.h"));
    Tenant tenant =
        new Tenant(
            "acme",
            "acme",
            ZoneId.of("Europe/Berlin"),
            List.of(new Subscription("b", Instant.EPOCH, null)));
    List<UsageQuantity> usage = List.of(hour("2026-10-25T00:00:00Z"), hour("2026-10-25T01:00:00Z"));
    Invoice invoice = Invoice.of(Map.of("b", book), tenant, YearMonth.of(2026, 10), usage);
    assertThat(invoice.totals().get("EUR")).isEqualByComparingTo("0");
  }

  @Test
  void whatWasAgreedWithATenantComesAfterTheBookAndBeforeTaxes() {
    String agreed =
        ", edition: enterprise, invoice: [{id: rebate, description: R, discount: 50, of: [support]},"
            + " {id: least, description: L, minimum: 80, prorate: none},"
            + " {id: city, description: City, tax: 1, of: [credits]}]";
    assertThat(sold(agreed))
        .containsExactly(
            "credits 7.00",
            "support 100.00",
            "rebate -50.00",
            "least 23.00",
            "vat 8.00",
            "city 0.07");
  }

  @Test
  void whatASubscriptionSaysMustBeInItsBook() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - book: b
                from: 2026-01-01T00:00:00Z
                edition: enterprize
                cohort: 2026
                region: us
                currency: USD
                commitment: {amount: 5, paid: at-end}
                invoice:
                  - {id: vat, description: Twice, tax: 5}
                  - {id: off, description: Off, discount: 5, of: [nothing]}
        """;
    assertThat(problems(text.replace("2026\n", "'2026'\n")))
        .containsExactly(
            "t.yaml:8:18: price book 'b' has no price for the edition 'enterprize'; it has some for:"
                + " enterprise",
            "t.yaml:9:17: price book 'b' has no price for the cohort '2026'; it has some for: 2025",
            "t.yaml:11:19: price book 'b' is in EUR, not in USD",
            "t.yaml:12:39: a commitment that is paid at the end needs an end (to)",
            "t.yaml:14:18: 'vat' is given twice",
            "t.yaml:15:13: taxes come last: this step would change what has been taxed",
            "t.yaml:15:59: 'nothing' is no line or step before this one; those are credits, support,"
                + " vat");
    assertThat(problems(text)).containsExactly("t.yaml:9:17: cohort: expected text, found 2026");
    assertThat(
            problems(
                text.replace("cohort: 2026", "surprise: {}")
                    .replace("discount: 5", "discount: 500")))
        .containsExactly(
            "t.yaml:9:9: unknown key 'surprise'; known keys: book, from, to, edition, region, cohort,"
                + " currency, invoice, commitment, limits",
            "t.yaml:15:51: discount: expected at most 100, found 500");
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(
            InvalidInputException.class,
            () -> Tenants.parse("t.yaml", text, EDITIONS, Meters.SHIPPED))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
