package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cli.CommandException;
import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
  private static final Map<String, String> METERS = Map.of("calls", "{call}");
  private static final PriceBooks BOOKS = books("a", "EUR", "1");
  private static final Tenants TENANTS =
      Tenants.parse(
          "tenants.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Tenants
          tenants:
            - {id: big, subscriptions: [{book: a, from: 2026-01-01T00:00:00Z}]}
            - {id: small, subscriptions: [{book: a, from: 2026-01-01T00:00:00Z}]}
            - {id: none, subscriptions: [{book: a, from: 2026-01-01T00:00:00Z}]}
          """,
          BOOKS.byId(),
          METERS);

  @TempDir private Path folder;

  private static PriceBooks books(String id, String currency, String price) {
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
          - id: calls
            description: Calls, ten a month at the price of the list
            meter: calls
            unit: "{call}"
            prices: [{from: 2026-01-01, tiers: [{upTo: 10, price: %s}, {price: 1}]}]
        """;
    return PriceBooks.parse(Map.of("a.yaml", text.formatted(id, currency, price)), METERS);
  }

  private static UsageQuantity calls(String start, String quantity) {
    Instant from = Instant.parse(start);
    return new UsageQuantity(
        "calls", from, from.plusSeconds(3600), Map.of(), new BigDecimal(quantity), "{call}");
  }

  private static List<UsageQuantity> usage(String tenant) {
    return switch (tenant) {
      case "big" ->
          List.of(calls("2026-06-01T00:00:00Z", "100"), calls("2026-07-01T00:00:00Z", "7"));
      case "small" -> List.of(calls("2026-06-01T00:00:00Z", "8"));
      default -> List.of();
    };
  }

  private static List<Backtest.Row> rows(PriceBooks books, String insteadOf) {
    return Backtest.of(BOOKS, books, insteadOf)
        .run(TENANTS, BacktestTest::usage, month -> month.equals(YearMonth.of(2026, 6)));
  }

  @Test
  void theSameBookChangesNothing() {
    BacktestReport report = new BacktestReport(rows(BOOKS, ""), false);
    assertThat(report.rows()).hasSize(2).allMatch(row -> row.change().signum() == 0);
    assertThat(report.summary().lines())
        .containsExactly(
            "Revenue 108.00 EUR now, 108.00 EUR proposed: 0.00 (0.00 %)",
            "0 tenants pay more, 0 less, 2 the same",
            "Change in percent: least 0.00, tenth 0.00, median 0.00, nine tenths 0.00, most 0.00");
  }

  /**
   * A fee of 20 that becomes 25, owed by whoever has subscribed, in the one month that has begun.
   */
  @Test
  void whoHasUsedNothingPaysTheFee() {
    PriceBooks now = withFee("20");
    BegunMonths begun = BegunMonths.of(List.of(LocalDate.parse("2026-06-03")));
    List<Backtest.Row> rows =
        Backtest.of(now, withFee("25"), "")
            .run(TENANTS, begun, BacktestTest::usage, month -> true, () -> {});
    assertThat(rows)
        .filteredOn(row -> row.tenant().equals("none"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.current()).isEqualByComparingTo("20");
              assertThat(row.proposed()).isEqualByComparingTo("25");
            });
  }

  private static PriceBooks withFee(String fee) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: a
        name: A
        mode: serverless
        source: this test
        sourceDate: 2026-01-01
        currency: EUR
        lines:
          - {id: plan, description: Plan, prices: [{from: 2026-01-01, price: %s}]}
          - {id: calls, description: Calls, meter: calls, unit: "{call}", prices: [{from: 2026-01-01, price: 1}]}
        """;
    return PriceBooks.parse(Map.of("a.yaml", text.formatted(fee)), METERS);
  }

  @Test
  void whoPaysMoreComesFirstAndThePlotIsAPicture() throws Exception {
    List<Backtest.Row> rows = rows(books("b", "EUR", "1.5"), "a");
    BacktestReport report = new BacktestReport(rows, false);
    assertThat(report.table().rows())
        .containsExactly(
            List.of("big", "100.00", "105.00", "5.00", "5.00", "EUR"),
            List.of("small", "8.00", "12.00", "4.00", "50.00", "EUR"));
    assertThat(report.summary().lines())
        .containsExactly(
            "Revenue 108.00 EUR now, 117.00 EUR proposed: 9.00 (8.33 %)",
            "2 tenants pay more, 0 less, 0 the same",
            "Change in percent: least 5.00, tenth 5.00, median 5.00, nine tenths 50.00, most 50.00");
    Path plot = folder.resolve("plot.png");
    BacktestPlot.write(rows, plot);
    assertThat(ImageIO.read(Files.newInputStream(plot)).getWidth()).isEqualTo(1200);
  }

  @Test
  void manyTenantsOfTwoCurrenciesAreDrawnTheLeastChangesLeftOut() throws Exception {
    List<Backtest.Row> rows = new ArrayList<>();
    for (int i = 50; i > -50; i--) {
      BigDecimal change = BigDecimal.valueOf(i, 1);
      String currency = i > 0 ? "EUR" : "USD";
      rows.add(
          new Backtest.Row(
              "tenant-" + i,
              currency,
              BigDecimal.TEN,
              BigDecimal.TEN.add(change),
              Optional.empty()));
    }
    Path plot = folder.resolve("plot.png");
    BacktestPlot.write(rows, plot);
    assertThat(ImageIO.read(Files.newInputStream(plot)).getHeight()).isEqualTo(500);
    assertThat(new BacktestReport(rows, false).summary().lines())
        .contains(
            "50 tenants pay more, 0 less, 0 the same", "0 tenants pay more, 49 less, 1 the same");
  }

  @Test
  void aBookThatCannotStandForAnotherIsRefused() {
    PriceBooks dollars = books("a", "USD", "1");
    PriceBooks other = books("b", "EUR", "1");
    assertThatThrownBy(() -> Backtest.of(BOOKS, dollars, ""))
        .isInstanceOf(CommandException.class)
        .hasMessage("price book 'a' is in USD, but the one it stands for in EUR");
    assertThatThrownBy(() -> Backtest.of(BOOKS, other, ""))
        .isInstanceOf(CommandException.class)
        .hasMessage("no price book 'b' that 'b' could stand for (--instead-of); there are: a");
    assertThatThrownBy(() -> Backtest.of(BOOKS, new PriceBooks(Map.of()), "a"))
        .isInstanceOf(CommandException.class)
        .hasMessage("--instead-of is for one book");
  }
}
