package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a subscription says beside its book and its time. */
class SubscriptionTest {
  private static final Map<String, PriceBook> EDITIONS =
      Map.of(
          "b",
          Storage.book(
              """
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
              """));

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
    List<UsageQuantity> usage =
        List.of(Storage.hour("2026-02-01T00:00:00Z"), Storage.hour("2026-02-20T00:00:00Z"));
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
        Storage.book(
            """
            lines:
              - id: credits
                description: Credits
                meter: storage
                unit: GiBy.h
                prices:
                  - {from: 2026-01-01, price: 2}
                  - {from: 2026-02-10, price: 3}
                  - {from: 2026-02-15, to: 2026-02-20, only: {edition: enterprise}, price: 4}
            """);
    Subscription enterprise =
        new Subscription(
            "b", Instant.EPOCH, null, "enterprise", null, null, null, List.of(), null, List.of());
    Tenant tenant = new Tenant("acme", "acme", List.of(enterprise));
    List<UsageQuantity> usage =
        List.of(
            Storage.hour("2026-02-09T00:00:00Z"),
            Storage.hour("2026-02-10T00:00:00Z"),
            Storage.hour("2026-02-15T00:00:00Z"),
            Storage.hour("2026-02-19T00:00:00Z"),
            Storage.hour("2026-02-20T00:00:00Z"));
    Invoice invoice = Invoice.of(Map.of("b", book), tenant, YearMonth.of(2026, 2), usage);
    assertThat(invoice.charges())
        .filteredOn(charge -> charge.kind() == ChargeKind.USAGE)
        .extracting(
            charge -> charge.billedCost().intValue() + " of the prices of " + charge.pricesFrom())
        .containsExactly(
            "2 of the prices of 2026-01-01",
            "3 of the prices of 2026-02-10",
            "4 of the prices of 2026-02-15",
            "4 of the prices of 2026-02-15",
            "3 of the prices of 2026-02-20");
  }

  /** In the hour that comes twice there is the allowance of an hour, twice. */
  @Test
  void anHourThatComesTwiceIsTwoHours() {
    PriceBook book =
        Storage.book(
            """
            lines:
              - id: credits
                description: Credits
                meter: storage
                unit: GiBy.h
                cycle: hour
                prices: [{from: 2026-01-01, allowance: 1, price: 2}]
            """);
    Tenant tenant =
        new Tenant(
            "acme",
            "acme",
            ZoneId.of("Europe/Berlin"),
            List.of(new Subscription("b", Instant.EPOCH, null)));
    List<UsageQuantity> usage =
        List.of(Storage.hour("2026-10-25T00:00:00Z"), Storage.hour("2026-10-25T01:00:00Z"));
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
