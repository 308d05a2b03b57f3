package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.sentences.InvoiceSentences;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sentences of an explanation, one by one; whole ones are in {@link ExplanationGoldenTest}. */
class SentencesTest {
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final Instant JUNE_1 = Instant.parse("2026-06-01T00:00:00Z");
  private static final Map<String, String> METERS =
      Map.of("cpu", "{cpu}", "memory", "GBy", "main", "{cpu}");

  private static PriceBook book(String lines) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: ours
        name: Ours
        mode: serverless
        source: this test
        sourceDate: 2026-01-01
        currency: USD
        lines:
        %s
        """;
    return PriceBook.parse("ours.yaml", text.formatted(lines), METERS);
  }

  private static UsageQuantity used(
      String meter, int hour, String quantity, Map<String, String> dimensions) {
    Instant start = JUNE_1.plusSeconds(3600L * hour);
    return new UsageQuantity(
        meter,
        start,
        start.plusSeconds(3600),
        dimensions,
        new BigDecimal(quantity),
        METERS.getOrDefault(meter, "{other}"));
  }

  private static InvoiceExplanation explanation(
      String lines, Subscription subscription, UsageQuantity... usage) {
    return InvoiceExplanation.of(
            Map.of("ours", book(lines)),
            new Tenant("acme", "Acme", List.of(subscription)),
            new TreeSet<>(List.of(JUNE)),
            List.of(usage),
            JUNE::equals)
        .get(0);
  }

  private static InvoiceExplanation explanation(String lines, UsageQuantity... usage) {
    return explanation(lines, new Subscription("ours", Instant.EPOCH, null), usage);
  }

  private static String text(String lines, UsageQuantity... usage) {
    return new InvoiceSentences(explanation(lines, usage)).text();
  }

  /** One use of each of so many clusters, the later ones larger; names in the order of the size. */
  private static UsageQuantity[] clusters(int number) {
    List<UsageQuantity> usage = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      usage.add(used("cpu", 0, Integer.toString(i), Map.of("cluster", "c" + i)));
    }
    return usage.toArray(UsageQuantity[]::new);
  }

  @Test
  void aFeeAtOnePriceIsNotAddedUp() {
    String fee =
        "- {id: base, description: Base, prices: [{from: 2026-01-01, price: 99}], prorate: %s}";
    assertThat(text(fee.formatted("days")))
        .contains(
            """
            base (ours): Base
              30 of 30 days at 99.00 a month: 99.00.
              Rounded half-even to 2 places: 99.00 USD.
            """);
    assertThat(text(fee.formatted("none")))
        .contains("  The whole fee of a month is due: 99.00.\n  Rounded");
  }

  @Test
  void aPartOfAMonthSaysFromWhenOn() {
    String fee = "- {id: base, description: Base, prices: [{from: 2026-01-01, price: 99}]}";
    for (String day : List.of("2026-06-02", "2026-06-30")) {
      Subscription since = new Subscription("ours", Instant.parse(day + "T00:00:00Z"), null);
      String text = new InvoiceSentences(explanation(fee, since)).text();
      String days = day.endsWith("30") ? "1 day" : "29 days";
      assertThat(text).contains("base (ours): Base\n  For " + days + " from " + day + " on.\n");
    }
    assertThat(text(fee)).doesNotContain("For 30 days");
  }

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
    assertThat(text(line, clusters(5)))
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
    assertThat(text(line, clusters(6)))
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
            text(
                line,
                used("cpu", 0, "1", Map.of("cluster", "b")),
                used("cpu", 24, "1", Map.of("cluster", "a")),
                used("cpu", 0, "1", Map.of("cluster", "a"))))
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
    assertThat(text(line, clusters(5))).contains("The bank of cluster c5").doesNotContain(" more ");
    assertThat(text(line, clusters(6)))
        .contains("The bank of cluster c5")
        .contains("  1 more bank is not listed.\n")
        .doesNotContain("The bank of cluster c6");
    assertThat(text(line, clusters(7))).contains("  2 more banks are not listed.\n");
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
    assertThat(text(line, used("cpu", 0, "3", Map.of("region", "eu"))))
        .contains(
            """
              3 {cpu} of cpu where region eu in 1 window.
              Nothing was used of memory where kind real, region eu.
              Nothing was used of main.
              Window by window, the greatest of cpu and memory counts: 3 {unit}.
            """);
  }

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
    assertThat(text(line.formatted(true)))
        .contains(
            """
              Nothing was used of cpu.
              0 {cpu} lie in tier 1 (up to 5, at 0.00): 0.00, and the fee of 100.00: 100.00.
              The exact cost is 100.00 USD.
            """);
    assertThat(text(line.formatted(false), used("cpu", 0, "4", Map.of())))
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
    assertThat(text(line, used("cpu", 0, "5", Map.of())))
        .contains(
            "  All 5 {cpu} cost the price of the last one, which lies in tier 1 (up to 5, at 2.00):"
                + " 10.00.\n");
    assertThat(text(line, used("cpu", 0, "5.5", Map.of())))
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
    assertThat(text(line, used("cpu", 0, "10", Map.of())))
        .contains("  The 10 {cpu} begin 1 pack of 10, which are 10 {cpu}.\n");
    assertThat(text(line, used("cpu", 0, "11", Map.of())))
        .contains("  The 11 {cpu} begin 2 packs of 10, which are 20 {cpu}.\n");
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
    InvoiceExplanation all = explanation(line, used("cpu", 0, "1", Map.of()));
    return new InvoiceSentences(all.window(JUNE_1)).windows();
  }

  @Test
  void usageWithoutAPriceIsCountedByItsReason() {
    String line =
        """
        - id: cpu
          description: CPU
          meter: cpu
          unit: "{cpu}"
          where: {region: eu}
          prices: [{from: 2026-06-01, price: 3}]
        """;
    assertThat(
            text(
                line,
                used("cpu", 0, "2", Map.of()),
                used("cpu", 1, "3", Map.of("region", "us")),
                used("cpu", 2, "4", Map.of("region", "eu"))))
        .contains("  5 {cpu} in 2 windows: ");
  }

  /** July has no usage, and what is missing in the end is due with it. */
  @Test
  void aCommitmentIsExplainedInAMonthWithoutUsage() {
    String line = "- {id: cpu, description: CPU, meter: cpu, unit: \"{cpu}\", prices: [%s]}";
    Subscription subscription =
        new Subscription(
            "ours",
            JUNE_1,
            Instant.parse("2026-08-01T00:00:00Z"),
            null,
            null,
            null,
            null,
            List.of(),
            new Commitment(Rational.of(100), Commitment.Paid.AT_END),
            List.of());
    YearMonth july = JUNE.plusMonths(1);
    SortedSet<YearMonth> months = new TreeSet<>(List.of(JUNE, JUNE.plusMonths(2)));
    List<InvoiceExplanation> explained =
        InvoiceExplanation.of(
            Map.of("ours", book(line.formatted("{from: 2026-01-01, price: 3}"))),
            new Tenant("acme", "Acme", List.of(subscription)),
            months,
            List.of(used("cpu", 0, "4", Map.of())),
            july::equals);
    assertThat(explained).hasSize(1);
    assertThat(new InvoiceSentences(explained.get(0)).text())
        .isEqualTo(
            """
            Invoice of acme for 2026-07

            commitment/2026-06-01/missing (ours): Commitment of 100 USD: not spent
              Of the 100.00 promised, the months came to 12.00; the rest is due: 88.00.
              Rounded half-even to 2 places: 88.00 USD.

            Total 88.00 USD: 88.00.
            """);
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
    assertThat(text(line, used("cpu", 0, "0.5", Map.of()), used("cpu", 1, "9", Map.of())))
        .contains(
            """
              Step 1, at least 1 if anything was used: it changed 1 of 2 quantities, 9.5 became 10 {cpu}.
              Step 2, at most 8: it changed 1 of 2 quantities, 10 became 9 {cpu}.
              Step 3, times 2: it changed 2 of 2 quantities, 9 became 18 {cpu}.
              Step 4, rounded up to a multiple of 5: it changed 2 of 2 quantities, 18 became 25 {cpu}.
            """);
    assertThat(text(line, used("cpu", 0, "5", Map.of())))
        .contains(
            "Step 4, rounded up to a multiple of 5: it changed none of 1 quantity, which remain 10");
  }

  @Test
  void everyStepOfAnInvoiceSaysWhatItDoes() {
    String lines =
        """
        - {id: base, description: Base, prices: [{from: 2026-01-01, price: 100}], prorate: none}
        invoice:
          - {id: credit, description: Credit, credit: 30}
          - {id: most, description: Most, maximum: 60}
          - {id: support, description: Support, share: [{percent: 10}]}
          - {id: least, description: Least, minimum: 300}
          - {id: whole, description: Whole, minimum: 200, prorate: none}
          - {id: waiver, description: Waiver, waiveBelow: 200}
        """;
    Subscription since = new Subscription("ours", Instant.parse("2026-06-21T00:00:00Z"), null);
    assertThat(new InvoiceSentences(explanation(lines, since)).text())
        .contains("  A credit of 30, as far as there is something to pay: -30.00.\n")
        .contains("  What is above the most of 60, off: -10.00.\n")
        .contains("  10 percent of it: 6.00.\n")
        .contains(
            "  What is missing to the least of 100 (1/3 or about 0.333333333 of a month at 300):"
                + " 34.00.\n")
        .contains("  What is missing to the least of 200: 100.00.\n")
        .contains("  All of it off if it is less than 200: 0.00.\n")
        .contains("Total 200.00 USD: 100.00 - 30.00 - 10.00 + 6.00 + 34.00 + 100.00.\n");
    assertThat(text(lines)).contains("  What is missing to the least of 300: 234.00.\n");
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
            .map(name -> used("cpu", 0, "3", Map.of("cluster", name)))
            .toArray(UsageQuantity[]::new);
    String text = new InvoiceSentences(explanation(line, usage).window(JUNE_1)).windows();
    for (String what : List.of("3 {cpu} of cpu", "the bank had", "the position moves")) {
      assertThat(text.lines().filter(said -> said.contains(what)))
          .extracting(said -> said.strip().split(":", 2)[0])
          .containsExactly("cluster a", "cluster b", "cluster c", "cluster d", "cluster e");
    }
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
        explanation(
            line,
            used("cpu", 0, "1", Map.of()),
            used("cpu", 1, "2", Map.of()),
            used("cpu", 24, "4", Map.of()),
            used("cpu", 25, "8", Map.of()));
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
            text(
                line,
                used("main", 0, "5", Map.of()),
                used("cpu", 0, "3", Map.of()),
                used("cpu", 24, "10", Map.of())))
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
    assertThat(text(line, used("cpu", 0, "7", Map.of()), used("cpu", 24, "1", Map.of())))
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
    assertThat(text(line, clusters(3)))
        .contains(
            "  The 6 {cpu} begin 4 packs of 2, which are 8 {cpu}.\n  8 {cpu} at 3.00: 24.00.\n");
  }

  /** A line of the book before and a step of this one have one name. */
  @Test
  void whatOneBookCallsALineAndAnotherAStepIsExplainedAsWhatItIs() {
    Instant middle = Instant.parse("2026-06-16T00:00:00Z");
    String fee = "- {id: %s, description: Fee, prices: [{from: 2026-01-01, price: 60}]}\n";
    Tenant tenant =
        new Tenant(
            "acme",
            "Acme",
            List.of(
                new Subscription("one", Instant.EPOCH, middle),
                new Subscription("other", middle, null)));
    PriceBook one = book(fee.formatted("support"));
    PriceBook other =
        book(
            fee.formatted("base")
                + "invoice: [{id: support, description: Support, share: [{percent: 10}]}]");
    List<InvoiceExplanation> explained =
        InvoiceExplanation.of(
            Map.of("one", one, "other", other),
            tenant,
            new TreeSet<>(List.of(JUNE)),
            List.of(),
            JUNE::equals);
    assertThat(explained.get(0).lines())
        .extracting(line -> line.line().skuId() + " " + line.getClass().getSimpleName())
        .containsExactly(
            "support FeeExplanation", "base FeeExplanation", "support StepExplanation");
    assertThat(new InvoiceSentences(explained.get(0)).text())
        .contains("  It sees base 30.00.\n  10 percent of it: 3.00.\n");
  }
}
