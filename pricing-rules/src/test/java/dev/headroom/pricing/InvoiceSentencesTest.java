package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.sentences.InvoiceSentences;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is said of the lines of an invoice that are not for usage. */
class InvoiceSentencesTest {
  @Test
  void aFeeAtOnePriceIsNotAddedUp() {
    String fee =
        "- {id: base, description: Base, prices: [{from: 2026-01-01, price: 99}], prorate: %s}";
    assertThat(Explained.text(fee.formatted("days")))
        .contains(
            """
            base (ours): Base
              30 of 30 days at 99.00 a month: 99.00.
              Rounded half-even to 2 places: 99.00 USD.
            """);
    assertThat(Explained.text(fee.formatted("none")))
        .contains("  The whole fee of a month is due: 99.00.\n  Rounded");
  }

  @Test
  void aPartOfAMonthSaysFromWhenOn() {
    String fee = "- {id: base, description: Base, prices: [{from: 2026-01-01, price: 99}]}";
    for (String day : List.of("2026-06-02", "2026-06-30")) {
      Subscription since = new Subscription("ours", Instant.parse(day + "T00:00:00Z"), null);
      String text = new InvoiceSentences(Explained.explanation(fee, since)).text();
      String days = day.endsWith("30") ? "1 day" : "29 days";
      assertThat(text).contains("base (ours): Base\n  For " + days + " from " + day + " on.\n");
    }
    assertThat(Explained.text(fee)).doesNotContain("For 30 days");
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
            Explained.text(
                line,
                Explained.used("cpu", 0, "2", Map.of()),
                Explained.used("cpu", 1, "3", Map.of("region", "us")),
                Explained.used("cpu", 2, "4", Map.of("region", "eu"))))
        .contains("  5 {cpu} in 2 windows: ");
  }

  /** July has no usage, and what is missing in the end is due with it. */
  @Test
  void aCommitmentIsExplainedInAMonthWithoutUsage() {
    String line = "- {id: cpu, description: CPU, meter: cpu, unit: \"{cpu}\", prices: [%s]}";
    Subscription subscription =
        new Subscription(
            "ours",
            Explained.JUNE_1,
            Instant.parse("2026-08-01T00:00:00Z"),
            null,
            null,
            null,
            null,
            List.of(),
            new Commitment(Rational.of(100), Commitment.Paid.AT_END),
            List.of());
    YearMonth july = Explained.JUNE.plusMonths(1);
    SortedSet<YearMonth> months =
        new TreeSet<>(List.of(Explained.JUNE, Explained.JUNE.plusMonths(2)));
    List<InvoiceExplanation> explained =
        InvoiceExplanation.of(
            Map.of("ours", Explained.book(line.formatted("{from: 2026-01-01, price: 3}"))),
            new Tenant("acme", "Acme", List.of(subscription)),
            months,
            List.of(Explained.used("cpu", 0, "4", Map.of())),
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
    assertThat(new InvoiceSentences(Explained.explanation(lines, since)).text())
        .contains("  A credit of 30, as far as there is something to pay: -30.00.\n")
        .contains("  What is above the most of 60, off: -10.00.\n")
        .contains("  10 percent of it: 6.00.\n")
        .contains(
            "  What is missing to the least of 100 (1/3 or about 0.333333333 of a month at 300):"
                + " 34.00.\n")
        .contains("  What is missing to the least of 200: 100.00.\n")
        .contains("  All of it off if it is less than 200: 0.00.\n")
        .contains("Total 200.00 USD: 100.00 - 30.00 - 10.00 + 6.00 + 34.00 + 100.00.\n");
    assertThat(Explained.text(lines)).contains("  What is missing to the least of 300: 234.00.\n");
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
    PriceBook one = Explained.book(fee.formatted("support"));
    PriceBook other =
        Explained.book(
            fee.formatted("base")
                + "invoice: [{id: support, description: Support, share: [{percent: 10}]}]");
    List<InvoiceExplanation> explained =
        InvoiceExplanation.of(
            Map.of("one", one, "other", other),
            tenant,
            new TreeSet<>(List.of(Explained.JUNE)),
            List.of(),
            Explained.JUNE::equals);
    assertThat(explained.get(0).lines())
        .extracting(line -> line.line().skuId() + " " + line.getClass().getSimpleName())
        .containsExactly(
            "support FeeExplanation", "base FeeExplanation", "support StepExplanation");
    assertThat(new InvoiceSentences(explained.get(0)).text())
        .contains("  It sees base 30.00.\n  10 percent of it: 3.00.\n");
  }
}
