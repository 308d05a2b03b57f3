package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.InvoiceExplanation;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaterTest {
  private static final Map<String, String> METERS = Map.of("calls", "{call}");
  private static final PriceBooks BOOKS =
      PriceBooks.parse(
          Map.of(
              "b.yaml",
              """
              apiVersion: headroom.dev/v1
              kind: PriceBook
              id: b
              name: B
              mode: serverless
              source: this test
              sourceDate: 2026-01-01
              currency: EUR
              lines: [{id: calls, description: Calls, meter: calls, unit: "{call}", prices: [{from: 2026-01-01, price: 1}]}]
              """),
          METERS);
  private static final Tenants TENANTS =
      Tenants.parse(
          "tenants.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Tenants
          tenants:
            - id: acme
              subscriptions:
                - {book: b, from: 2026-01-01T00:00:00Z, to: 2026-03-01T00:00:00Z, commitment: {amount: 9, paid: at-end}}
                - {book: b, from: 2026-03-01T00:00:00Z}
            - id: idle
              subscriptions:
                - {book: b, from: 2026-02-01T00:00:00Z, commitment: {amount: 5, paid: upfront}}
          """,
          BOOKS.byId(),
          METERS);

  private static UsageQuantity call(String start) {
    Instant time = Instant.parse(start);
    return new UsageQuantity(
        "calls", time, time.plusSeconds(3600), Map.of(), BigDecimal.ONE, "{call}");
  }

  private static String text(InvoiceLine line) {
    return line.month() + " " + line.skuId() + " " + line.billedCost();
  }

  /** In February nothing is used, and what the commitment lacks is due. */
  @Test
  void aMonthWithoutUsageHasWhatACommitmentAddsToIt() {
    Map<String, List<UsageQuantity>> usage =
        Map.of("acme", List.of(call("2026-01-05T00:00:00Z"), call("2026-03-05T00:00:00Z")));
    Rater rater = new Rater(BOOKS, Optional.of(TENANTS));
    assertThat(rater.rate(usage, month -> true).stream().map(RaterTest::text))
        .containsExactly(
            "2026-01 calls 1.00",
            "2026-02 commitment/2026-01-01/missing 8.00",
            "2026-03 calls 1.00");
    assertThat(rater.rate(usage, month -> month.getMonthValue() == 1)).hasSize(1);
    assertThat(rater.explain(usage, Rater.begun(usage), month -> true))
        .flatExtracting(InvoiceExplanation::invoiced)
        .isEqualTo(rater.rate(usage, month -> true));
    assertThat(rater.explain(usage, Rater.begun(usage), month -> month.getMonthValue() == 1))
        .hasSize(1);
  }

  /** February has begun by the usage of another tenant, which is not asked for. */
  @Test
  void aTenantWithoutUsageHasABillOfTheMonthsThatHaveBegun() {
    Map<String, List<UsageQuantity>> usage =
        Map.of("acme", List.of(call("2026-01-05T00:00:00Z"), call("2026-03-05T00:00:00Z")));
    Rater rater = new Rater(BOOKS, Optional.of(TENANTS));
    Map<String, List<UsageQuantity>> idle = Map.of("idle", rater.withIdle(usage).get("idle"));
    List<InvoiceLine> lines = rater.rate(idle, Rater.begun(usage), month -> true);
    assertThat(lines.stream().map(RaterTest::text))
        .containsExactly("2026-02 commitment/2026-02-01/paid 5.00");
    assertThat(rater.explain(idle, Rater.begun(usage), month -> true))
        .flatExtracting(InvoiceExplanation::invoiced)
        .isEqualTo(lines);
    assertThat(rater.rate(idle, month -> true)).isEmpty();
    assertThat(new Rater(BOOKS, Optional.empty()).withIdle(usage)).containsOnlyKeys("acme");
  }
}
