package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Explanations of lines of every model, and of every example of the catalogue, add up to what is
 * billed; the seed is printed.
 */
class ExplanationLawsTest {
  private static final int CASES = Integer.getInteger("headroom.law.rounds", 400);
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final PriceBooks VENDORS = PriceBooks.parse(PriceBooks.vendors(), Meters.SHIPPED);

  private static InvoiceStep step(Random random, String id, List<String> before) {
    Rational some = Rational.of(1 + random.nextInt(300), 7);
    List<String> of =
        random.nextBoolean() ? List.of() : List.of(before.get(random.nextInt(before.size())));
    return switch (random.nextInt(7)) {
      case 0 -> new Discount(id, "Discount", Rational.of(random.nextInt(101)), of);
      case 1 -> new Tax(id, "Tax", Rational.of(random.nextInt(101)), of);
      case 2 -> new Credit(id, "Credit", some);
      case 3 -> new Maximum(id, "Maximum", some);
      case 4 -> new Minimum(id, "Minimum", some, PriceLine.Prorate.DAYS);
      case 5 -> new WaiveBelow(id, "Waiver", some);
      default ->
          new ShareOfSpend(
              id,
              "Support",
              List.of(
                  new ShareOfSpend.Range(some, Rational.of(10)),
                  new ShareOfSpend.Range(null, Rational.of(7))),
              random.nextBoolean() ? some : null);
    };
  }

  /** Buys for a part of June, or all of it, with steps of its own. */
  private static Tenant tenant(Random random) {
    List<InvoiceStep> steps = new ArrayList<>();
    List<String> before = new ArrayList<>(List.of("line"));
    for (int i = random.nextInt(4); i > 0; i--) {
      steps.add(step(random, "step" + i, before));
      before.add("step" + i);
    }
    Instant from = JUNE.atDay(1 + random.nextInt(5)).atStartOfDay().toInstant(ZoneOffset.UTC);
    Commitment.Paid paid = random.nextBoolean() ? Commitment.Paid.UPFRONT : Commitment.Paid.AT_END;
    Commitment commitment =
        random.nextBoolean() ? null : new Commitment(Rational.of(random.nextInt(3000), 7), paid);
    Instant to = Instant.parse("2026-09-01T00:00:00Z");
    Subscription own =
        new Subscription("any", from, to, null, null, null, null, steps, commitment, List.of());
    return new Tenant("acme", "Acme", List.of(own));
  }

  /** The same usage in three months: a commitment looks at all of them. */
  private static List<UsageQuantity> threeMonths(List<UsageQuantity> june) {
    List<UsageQuantity> usage = new ArrayList<>(june);
    for (int days : new int[] {30, 61}) {
      Duration later = Duration.ofDays(days);
      june.forEach(
          row ->
              usage.add(
                  new UsageQuantity(
                      row.meter(),
                      row.windowStart().plus(later),
                      row.windowEnd().plus(later),
                      row.dimensions(),
                      row.quantity(),
                      row.unit())));
    }
    return usage;
  }

  private static void check(PriceBook book, Random random, List<UsageQuantity> june) {
    Map<String, PriceBook> books = Map.of("any", book);
    Tenant tenant = tenant(random);
    List<UsageQuantity> usage = threeMonths(june);
    TreeSet<YearMonth> months =
        new TreeSet<>(List.of(JUNE, JUNE.plusMonths(1), JUNE.plusMonths(2)));
    SortedMap<YearMonth, Invoice> invoices = Invoices.of(books, tenant, months, usage);
    Map<YearMonth, List<SubscriptionTotal>> committed = new TreeMap<>();
    invoices.forEach((month, invoice) -> committed.put(month, invoice.committed()));
    List<Adjustments.Entry> entries = Commitments.of(tenant, committed, Map.of(), List.of());
    YearMonth only = JUNE.plusMonths(random.nextInt(3));
    List<InvoiceExplanation> explained =
        InvoiceExplanation.of(books, tenant, months, usage, only::equals);
    assertThat(explained).hasSize(1);
    Invoice before = invoices.get(only.minusMonths(1));
    new ExplanationProof(
            explained.get(0),
            before == null ? List.of() : before.banks(),
            Objects.requireNonNull(invoices.get(only)),
            only.equals(months.last()))
        .check(
            entries.stream()
                .filter(entry -> entry.month().equals(only))
                .map(Adjustments.Entry::line)
                .toList());
  }

  @Test
  void linesOfEveryModelAddUp() {
    long seed = new Random().nextLong();
    System.out.println("ExplanationLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceBook book = PriceModelLawsTest.book(PriceModelLawsTest.line(random));
      check(book, random, PriceModelLawsTest.usage(random));
    }
  }

  @Test
  void linesOverSeveralMetersAddUp() {
    long seed = new Random().nextLong();
    System.out.println("ExplanationLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      PriceBook book = SeveralMetersLawsTest.Case.of(random).book();
      check(book, random, SeveralMetersLawsTest.usage(random));
    }
  }

  private static PriceBook fee(Random random) {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: PriceBook
        id: any
        name: Any
        mode: serverless
        source: random
        sourceDate: 2026-01-01
        currency: USD
        lines:
          - id: line
            description: Fee
            prorate: %s
            prices: [{from: 2026-01-01, price: %d/7}, {from: 2026-06-%02d, price: %d/3}]
        """;
    return PriceBook.parse(
        "any.yaml",
        text.formatted(
            random.nextBoolean() ? "days" : "none",
            random.nextInt(1000),
            1 + random.nextInt(30),
            random.nextInt(1000)),
        Map.of());
  }

  @Test
  void feesAddUp() {
    long seed = new Random().nextLong();
    System.out.println("ExplanationLawsTest: seed " + seed);
    for (int i = 0; i < CASES; i++) {
      Random random = new Random(seed + i);
      check(fee(random), random, PriceModelLawsTest.usage(random));
    }
  }

  @TestFactory
  Stream<DynamicTest> examplesAddUp() throws IOException {
    return VendorExample.all().stream()
        .map(
            row ->
                dynamicTest(
                    String.join(" ", row.get("book"), row.get("usage"), row.get("line")),
                    () ->
                        new ExplanationProof(
                                row.explanation(VENDORS.byId()), row.invoice(VENDORS.byId()))
                            .check(List.of())));
  }
}
