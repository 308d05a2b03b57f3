package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of prices: tiers, packs, fees of tiers, and a price that changes. */
class PriceSentencesTest {
  @Test
  void aFeeOfATierIsSaidWithoutUsageToo() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          evenIfUnused: %s
          prices: [{from: 2026-01-01, allowance: 4, tiers: [{upTo: 5, price: 0, fee: 100}, {price: 3}]}]
        """;
    assertThat(Explained.text(line.formatted(true)))
        .contains(
            """
              Nothing was used of cpu.
              0 {cpu} lie in tier 1 (up to 5, at 0.00): 0.00, and the fee of 100.00: 100.00.
              The exact cost is 100.00 USD.
            """);
    assertThat(Explained.text(line.formatted(false), Explained.used("cpu", 0, "4", Map.of())))
        .contains(
            """
              The allowance makes 4 of 4 {cpu} free.
              Nothing is left to be priced.
              The exact cost is 0.00 USD.
            """);
  }

  @Test
  void theEdgeOfATierIsInIt() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          prices: [{from: 2026-01-01, model: volume, tiers: [{upTo: 5, price: 2}, {price: 1}]}]
        """;
    assertThat(Explained.text(line, Explained.used("cpu", 0, "5", Map.of())))
        .contains(
            "  All 5 {cpu} cost the price of the last one, which lies in tier 1 (up to 5, at 2.00):"
                + " 10.00.\n");
    assertThat(Explained.text(line, Explained.used("cpu", 0, "5.5", Map.of())))
        .contains(
            "  All 5.5 {cpu} cost the price of the last one, which lies in tier 2 (over 5, at"
                + " 1.00): 5.50.\n");
  }

  @Test
  void onePackIsOne() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          prices: [{from: 2026-01-01, pack: 10, price: 2}]
        """;
    assertThat(Explained.text(line, Explained.used("cpu", 0, "10", Map.of())))
        .contains("  The 10 {cpu} begin 1 pack of 10, which are 10 {cpu}.\n");
    assertThat(Explained.text(line, Explained.used("cpu", 0, "11", Map.of())))
        .contains("  The 11 {cpu} begin 2 packs of 10, which are 20 {cpu}.\n");
  }

  @Test
  void windowsAtOnePriceAreOneStretch() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          prices: [{from: 2026-01-01, price: 2}, {from: 2026-06-02, price: 3}]
        """;
    InvoiceExplanation explanation =
        Explained.explanation(
            line,
            Explained.used("cpu", 0, "1", Map.of()),
            Explained.used("cpu", 1, "2", Map.of()),
            Explained.used("cpu", 24, "4", Map.of()),
            Explained.used("cpu", 25, "8", Map.of()));
    UsageExplanation usage = (UsageExplanation) explanation.lines().get(0);
    assertThat(usage.positions()).hasSize(1);
    assertThat(usage.positions().get(0).stretches())
        .extracting(s -> s.before().quantity() + " to " + s.after().quantity() + ": " + s.cost())
        .containsExactly("0 to 3: 6", "3 to 15: 36");
  }

  /** Until the price changes the bank covers everything; then the fee of the new price is due. */
  @Test
  void aFeeIsDueAtThePriceOfTheFirstUnitThatIsPriced() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          creditBank: {earnedBy: {meter: main, unit: "{cpu}"}, cap: 10}
          prices:
            - {from: 2026-01-01, tiers: [{upTo: 100, price: 1, fee: 10}, {price: 1}]}
            - {from: 2026-06-02, tiers: [{upTo: 100, price: 1, fee: 20}, {price: 1}]}
        """;
    assertThat(
            Explained.text(
                line,
                Explained.used("main", 0, "5", Map.of()),
                Explained.used("cpu", 0, "3", Map.of()),
                Explained.used("cpu", 24, "10", Map.of())))
        .contains(
            """
              At the price of 2026-01-01, 0 {cpu}:
                Nothing is left to be priced.
                At this price: 0.00.
              At the price of 2026-06-02, 8 {cpu} from the position reached, what was before costs what it did:
                8 {cpu} lie in tier 1 (up to 100, at 1.00): 8.00, and the fee of 20.00: 28.00.
                At this price: 28.00.
              The exact cost is 28.00 USD.
            """);
  }

  @Test
  void tiersThatAPriceAddsNothingToAreNotSaid() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          prices:
            - {from: 2026-01-01, tiers: [{upTo: 5, price: 1}, {price: 2}]}
            - {from: 2026-06-02, tiers: [{upTo: 5, price: 1}, {price: 3}]}
        """;
    assertThat(
            Explained.text(
                line,
                Explained.used("cpu", 0, "7", Map.of()),
                Explained.used("cpu", 24, "1", Map.of())))
        .contains(
            """
              At the price of 2026-06-02, 1 {cpu} from the position reached, what was before costs what it did:
                1 {cpu} lie in tier 2 (over 5, at 3.00): 3.00.
                At this price: 3.00.
            """);
  }

  @Test
  void packsOfEveryPositionAreAddedUp() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          each: [cluster]
          scope: each
          prices: [{from: 2026-01-01, pack: 2, price: 3}]
        """;
    assertThat(Explained.text(line, Explained.clusters(3)))
        .contains(
            "  The 6 {cpu} begin 4 packs of 2, which are 8 {cpu}.\n  8 {cpu} at 3.00: 24.00.\n");
  }
}
