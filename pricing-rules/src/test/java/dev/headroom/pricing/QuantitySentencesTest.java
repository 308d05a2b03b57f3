package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.sentences.InvoiceSentences;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of usage until it is priced: meters, steps, windows, positions and banks. */
class QuantitySentencesTest {
  @Test
  void aFewPositionsAreAllListedOfManyTheLargest() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          each: [cluster]
          scope: each
          prices: [{from: 2026-01-01, price: 2}]
        """;
    assertThat(Explained.text(line, Explained.clusters(5)))
        .contains(
            """
              Kept apart by cluster: 5 combinations.
                cluster c5: 5 {cpu} in 1 window.
                cluster c4: 4 {cpu} in 1 window.
                cluster c3: 3 {cpu} in 1 window.
                cluster c2: 2 {cpu} in 1 window.
                cluster c1: 1 {cpu} in 1 window.
              Allowance and tiers begin anew for each cluster: 5 positions.
                cluster c5: 5 {cpu}, at a cost of 10.00.
                cluster c4: 4 {cpu}, at a cost of 8.00.
                cluster c3: 3 {cpu}, at a cost of 6.00.
                cluster c2: 2 {cpu}, at a cost of 4.00.
                cluster c1: 1 {cpu}, at a cost of 2.00.
              15 {cpu} at 2.00: 30.00.
            """);
    assertThat(Explained.text(line, Explained.clusters(6)))
        .contains("  Kept apart by cluster: 6 combinations, the largest.\n    cluster c6: 6 {cpu}")
        .contains("for each cluster: 6 positions, the largest.\n    cluster c6: 6 {cpu}")
        .contains("    cluster c2")
        .doesNotContain("    cluster c1");
  }

  @Test
  void positionsOfOneSizeAreInTheOrderOfTimeAndName() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          each: [cluster]
          scope: each
          cycle: day
          prices: [{from: 2026-01-01, price: 2}]
        """;
    assertThat(
            Explained.text(
                line,
                Explained.used("cpu", 0, "1", Map.of("cluster", "b")),
                Explained.used("cpu", 24, "1", Map.of("cluster", "a")),
                Explained.used("cpu", 0, "1", Map.of("cluster", "a"))))
        .contains(
            """
              Allowance and tiers begin anew for each day and each cluster: 3 positions.
                2026-06-01, cluster a: 1 {cpu}, at a cost of 2.00.
                2026-06-01, cluster b: 1 {cpu}, at a cost of 2.00.
                2026-06-02, cluster a: 1 {cpu}, at a cost of 2.00.
            """);
  }

  @Test
  void ofManyBanksSomeAreListed() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          each: [cluster]
          scope: each
          creditBank: {earnedBy: {meter: main, unit: "{cpu}"}, cap: 10}
          prices: [{from: 2026-01-01, price: 2}]
        """;
    assertThat(Explained.text(line, Explained.clusters(5)))
        .contains("The bank of cluster c5")
        .doesNotContain(" more ");
    assertThat(Explained.text(line, Explained.clusters(6)))
        .contains("The bank of cluster c5")
        .contains("  1 more bank is not listed.\n")
        .doesNotContain("The bank of cluster c6");
    assertThat(Explained.text(line, Explained.clusters(7)))
        .contains("  2 more banks are not listed.\n");
  }

  @Test
  void dimensionsThatUsageMustHaveAreSaid() {
    String line =
        """
        - id: cpu
          description: CPU
          where: {region: eu}
          combine: greatest
          meters:
            - {meter: cpu, unit: "{cpu}"}
            - {meter: memory, unit: GBy, times: 1/4, where: {kind: real}}
          creditBank: {earnedBy: {meter: main, unit: "{cpu}"}, cap: 10}
          as: "{unit}"
          prices: [{from: 2026-01-01, price: 2}]
        """;
    assertThat(Explained.text(line, Explained.used("cpu", 0, "3", Map.of("region", "eu"))))
        .contains(
            """
              3 {cpu} of cpu where region eu in 1 window.
              Nothing was used of memory where kind real, region eu.
              Nothing was used of main.
              Window by window, the greatest of cpu and memory counts: 3 {unit}.
            """);
  }

  @Test
  void whatIsRoundedOfAWindowIsSaid() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          quantity: [{times: %s}]
          prices: [{from: 2026-01-01, price: 3}]
        """;
    assertThat(windows(line.formatted("1/3")))
        .contains(
            """
                Step 1, times 1/3 or about 0.333333333: 1 became 1/3 or about 0.333333333 {cpu}.
                Rounded half-even to 9 places: 0.333333333.
              The position moves from 0 to 0.333333333 {cpu}.
            """);
    assertThat(windows(line.formatted("0.000000001"))).doesNotContain("Rounded");
  }

  private static String windows(String line) {
    InvoiceExplanation all = Explained.explanation(line, Explained.used("cpu", 0, "1", Map.of()));
    return new InvoiceSentences(all.window(Explained.JUNE_1)).windows();
  }

  @Test
  void everyStepOfAQuantitySaysWhatItDoes() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          quantity: [{atLeast: 1}, {atMost: 8}, {times: 2}, {roundUpTo: 5}]
          prices: [{from: 2026-01-01, price: 1}]
        """;
    assertThat(
            Explained.text(
                line,
                Explained.used("cpu", 0, "0.5", Map.of()),
                Explained.used("cpu", 1, "9", Map.of())))
        .contains(
            """
              Step 1, at least 1 if anything was used: it changed 1 of 2 quantities, 9.5 became 10 {cpu}.
              Step 2, at most 8: it changed 1 of 2 quantities, 10 became 9 {cpu}.
              Step 3, times 2: it changed 2 of 2 quantities, 9 became 18 {cpu}.
              Step 4, rounded up to a multiple of 5: it changed 2 of 2 quantities, 18 became 25 {cpu}.
            """);
    assertThat(Explained.text(line, Explained.used("cpu", 0, "5", Map.of())))
        .contains(
            "Step 4, rounded up to a multiple of 5: it changed none of 1 quantity, which remain 10");
  }

  @Test
  void whatIsKeptApartInAWindowIsInTheOrderOfItsNames() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          each: [cluster]
          scope: each
          creditBank: {earnedBy: {meter: main, unit: "{cpu}"}, cap: 10}
          prices: [{from: 2026-01-01, price: 2}]
        """;
    List<String> names = List.of("d", "b", "e", "a", "c");
    UsageQuantity[] usage =
        names.stream()
            .map(name -> Explained.used("cpu", 0, "3", Map.of("cluster", name)))
            .toArray(UsageQuantity[]::new);
    String text =
        new InvoiceSentences(Explained.explanation(line, usage).window(Explained.JUNE_1)).windows();
    for (String what : List.of("3 {cpu} of cpu", "the bank had", "the position moves")) {
      assertThat(text.lines().filter(said -> said.contains(what)))
          .extracting(said -> said.strip().split(":", 2)[0])
          .containsExactly("cluster a", "cluster b", "cluster c", "cluster d", "cluster e");
    }
  }
}
