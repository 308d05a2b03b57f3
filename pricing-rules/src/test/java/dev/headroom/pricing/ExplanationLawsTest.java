package dev.headroom.pricing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Explanations of lines of every model, and of every example of the catalogue, add up to what is
 * billed; the seed is printed.
 */
class ExplanationLawsTest {
  private static final int CASES = 400;
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
    Subscription own = new Subscription("any", from, null, null, null, null, null, steps);
    return new Tenant("acme", "Acme", List.of(own));
  }

  private static void check(PriceBook book, Random random, List<UsageQuantity> usage) {
    Map<String, PriceBook> books = Map.of("any", book);
    Tenant tenant = tenant(random);
    new ExplanationProof(InvoiceExplanation.of(books, tenant, JUNE, usage))
        .check(Invoice.of(books, tenant, JUNE, usage));
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

  @TestFactory
  Stream<DynamicTest> examplesAddUp() throws IOException {
    return VendorExample.all().stream()
        .map(
            row ->
                dynamicTest(
                    String.join(" ", row.get("book"), row.get("usage"), row.get("line")),
                    () ->
                        new ExplanationProof(row.explanation(VENDORS.byId()))
                            .check(row.invoice(VENDORS.byId()))));
  }
}
