package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Progress;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Revenue, cost and margin of a backtest, to the cent. */
class BacktestCostTest {
  private static final PriceBook SOLD = book("a", "EUR", "1");
  private static final PriceBook PROPOSED = book("a", "EUR", "1.5");
  private static final PriceBook DOLLARS = book("d", "USD", "1");
  private static final PriceBook COST = book("cost", "EUR", "0.5");
  private static final PriceBooks BOOKS = new PriceBooks(Map.of("a", SOLD, "d", DOLLARS));
  private static final Tenants TENANTS =
      Tenants.parse(
          "tenants.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Tenants
          tenants:
            - {id: big, subscriptions: [{book: a, from: 2026-01-01T00:00:00Z}]}
            - {id: guest, subscriptions: [{book: a, from: 2026-01-01T00:00:00Z, to: 2026-02-01T00:00:00Z}]}
            - {id: idle, subscriptions: [{book: a, from: 2026-01-01T00:00:00Z}]}
            - {id: overseas, subscriptions: [{book: d, from: 2026-01-01T00:00:00Z}]}
          """,
          BOOKS.byId(),
          Map.of("calls", "{call}"));

  private static PriceBook book(String id, String currency, String price) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: %s
        name: A
        mode: serverless
        source: this test
        sourceDate: 2026-01-01
        currency: %s
        lines:
          - {id: calls, description: Calls, meter: calls, unit: "{call}", prices: [{from: 2026-01-01, price: %s}]}
        """;
    return PriceBook.parse(
        "a.yaml", text.formatted(id, currency, price), Map.of("calls", "{call}"));
  }

  private static UsageQuantity used(String meter, String quantity) {
    Instant from = Instant.parse("2026-06-01T00:00:00Z");
    return new UsageQuantity(
        meter, from, from.plusSeconds(3600), Map.of(), new BigDecimal(quantity), "{call}");
  }

  private static List<UsageQuantity> usage(String tenant) {
    return switch (tenant) {
      case "big" -> List.of(used("calls", "100"), used("egress", "7"));
      case "guest" -> List.of(used("calls", "3"));
      case "overseas" -> List.of(used("calls", "8"));
      default -> List.of();
    };
  }

  private static Backtest backtest() {
    return Backtest.of(BOOKS, new PriceBooks(Map.of("a", PROPOSED)), "");
  }

  private static BacktestReport report() {
    List<Backtest.Row> rows =
        backtest()
            .withCosts(COST)
            .run(TENANTS, BacktestCostTest::usage, month -> month.equals(YearMonth.of(2026, 6)));
    return new BacktestReport(rows, true);
  }

  @Test
  void marginIsRevenueLessCostAlsoOfATenantThatPaysNothing() {
    assertThat(report().table().columns())
        .extracting(Column::name)
        .endsWith("currency", "cost", "margin", "proposed_margin", "not_in_cost");
    assertThat(report().table().rows())
        .containsExactly(
            List.of(
                "big", "100.00", "150.00", "50.00", "50.00", "EUR", "50.00", "50.00", "100.00",
                "egress"),
            List.of("guest", "0.00", "0.00", "0.00", "", "EUR", "1.50", "-1.50", "-1.50", ""),
            List.of("overseas", "8.00", "8.00", "0.00", "0.00", "USD", "", "", "", ""));
  }

  @Test
  void theSummaryAddsUpAndSaysWhatIsMissing() {
    assertThat(report().summary().lines())
        .containsExactly(
            "Revenue 100.00 EUR now, 150.00 EUR proposed: 50.00 (50.00 %)",
            "1 tenants pay more, 0 less, 1 the same",
            "Change in percent: least 50.00, tenth 50.00, median 50.00, nine tenths 50.00, most"
                + " 50.00",
            "Cost 51.50 EUR: margin 48.50 now (48.50 %), 98.50 proposed (65.67 %)",
            "1 tenants cost more than they pay now, 1 proposed",
            "The cost book has no price for: egress",
            "Revenue 8.00 USD now, 8.00 USD proposed: 0.00 (0.00 %)",
            "0 tenants pay more, 0 less, 1 the same",
            "Change in percent: least 0.00, tenth 0.00, median 0.00, nine tenths 0.00, most 0.00",
            "1 tenants without a margin: what they pay is not, or not all, in the currency of the"
                + " cost");
  }

  @Test
  void aCostInACurrencyThatIsNotSoldInIsRefused() {
    assertThatThrownBy(() -> backtest().withCosts(book("cost", "GBP", "1")))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "--cost: price book 'cost' is in GBP, expected a currency that is sold in: EUR, USD");
  }

  @Test
  void everyTenantIsAStepOfTheBarAndWithoutATerminalThereIsNone() {
    assertThat(drawn(true)).contains("rating", "4/4", "tenants");
    assertThat(drawn(false)).isEmpty();
  }

  private static String drawn(boolean terminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int tenants = TENANTS.tenants().size();
    try (Progress progress = Progress.of(err, terminal, "rating", "tenants", tenants)) {
      backtest()
          .run(TENANTS, BegunMonths.NONE, BacktestCostTest::usage, month -> true, progress::step);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
