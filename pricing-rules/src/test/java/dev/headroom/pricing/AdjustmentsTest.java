package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AdjustmentsTest {
  private static final int ROUNDS = Integer.getInteger("headroom.law.rounds", 300);

  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final YearMonth JULY = YearMonth.of(2026, 7);

  private final Map<YearMonth, List<InvoiceLine>> rated = new HashMap<>();
  private final Map<YearMonth, IssuedInvoice> issued = new HashMap<>();

  private static InvoiceLine line(YearMonth month, String sku, String quantity, String cost) {
    return new InvoiceLine(
        "acme",
        month,
        "book",
        sku,
        "what " + sku + " is",
        new BigDecimal(quantity),
        "h",
        new BigDecimal(cost),
        "EUR");
  }

  /** What finalising does: it takes what the month shows now. */
  private void finalise(YearMonth month) {
    List<InvoiceLine> lines = new ArrayList<>(rated.getOrDefault(month, List.of()));
    List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
    for (Adjustments.Entry entry : Adjustments.of(rated, issued)) {
      if (entry.month().equals(month)) {
        adjustments.add(new IssuedInvoice.Adjustment(entry.corrected(), entry.line()));
      }
    }
    issued.put(month, new IssuedInvoice("acme", month, Instant.EPOCH, lines, adjustments));
  }

  private List<String> entries() {
    return Adjustments.of(rated, issued).stream()
        .map(
            e ->
                "%s %s of %s: %s %s %s"
                    .formatted(
                        e.month(),
                        e.kind(),
                        e.corrected(),
                        e.line().skuId(),
                        e.line().pricingQuantity().toPlainString(),
                        e.line().billedCost().toPlainString()))
        .toList();
  }

  @Test
  void nothingChangesBeforeAnInvoiceIsFinalisedNorByFinalisingIt() {
    rated.put(JUNE, List.of(line(JUNE, "cpu", "10", "2.50")));
    assertThat(entries()).isEmpty();
    finalise(JUNE);
    assertThat(entries()).isEmpty();
  }

  @Test
  void lateUsageIsTakenOutOfItsMonthAndPutIntoTheNext() {
    rated.put(JUNE, List.of(line(JUNE, "cpu", "10", "2.50")));
    finalise(JUNE);
    rated.put(JUNE, List.of(line(JUNE, "cpu", "12", "3.00"), line(JUNE, "disk", "1", "0.07")));
    assertThat(entries())
        .containsExactly(
            "2026-06 ADJUSTED of 2026-06: cpu -2 -0.50",
            "2026-06 ADJUSTED of 2026-06: disk -1 -0.07",
            "2026-07 ADJUSTMENT of 2026-06: cpu 2 0.50",
            "2026-07 ADJUSTMENT of 2026-06: disk 1 0.07");
  }

  @Test
  void whatWasInvoicedAsAnAdjustmentStaysThereAndTheRestGoesOn() {
    rated.put(JUNE, List.of(line(JUNE, "cpu", "10", "2.50")));
    finalise(JUNE);
    rated.put(JUNE, List.of(line(JUNE, "cpu", "12", "3.00")));
    finalise(JULY);
    rated.put(JUNE, List.of(line(JUNE, "cpu", "11", "2.75")));
    assertThat(entries())
        .containsExactly(
            "2026-06 ADJUSTED of 2026-06: cpu -1 -0.25",
            "2026-07 ADJUSTMENT of 2026-06: cpu 2 0.50",
            "2026-08 ADJUSTMENT of 2026-06: cpu -1 -0.25");
  }

  @Test
  void anInvoiceThatMissedAnAdjustmentLeavesItToTheNext() {
    rated.put(JUNE, List.of(line(JUNE, "cpu", "10", "2.50")));
    finalise(JUNE);
    finalise(JULY);
    rated.put(JUNE, List.of(line(JUNE, "cpu", "12", "3.00")));
    assertThat(entries())
        .containsExactly(
            "2026-06 ADJUSTED of 2026-06: cpu -2 -0.50",
            "2026-08 ADJUSTMENT of 2026-06: cpu 2 0.50");
  }

  @Test
  void anInvoiceThatComesBeforeItsUsageIsMadeUpForMeanwhile() {
    rated.put(JUNE, List.of(line(JUNE, "cpu", "10", "2.50")));
    finalise(JUNE);
    rated.clear();
    assertThat(entries())
        .containsExactly(
            "2026-06 ADJUSTED of 2026-06: cpu 10 2.50",
            "2026-07 ADJUSTMENT of 2026-06: cpu -10 -2.50");
  }

  @Test
  void anInvoiceOfNothingIsCorrectedLikeAnyOther() {
    finalise(JUNE);
    rated.put(JUNE, List.of(line(JUNE, "cpu", "1", "0.25")));
    assertThat(entries())
        .containsExactly(
            "2026-06 ADJUSTED of 2026-06: cpu -1 -0.25",
            "2026-07 ADJUSTMENT of 2026-06: cpu 1 0.25");
    assertThat(issued.values()).extracting(i -> i.id().toString()).containsExactly("acme-2026-06");
  }

  /** Conservation, at every moment of a random history of usage, corrections and finalisations. */
  @Test
  void allChargesAreWhatIsRatedAndAFinalisedMonthIsItsInvoice() {
    long first = new Random().nextLong();
    for (int round = 0; round < ROUNDS; round++) {
      String seed = "seed " + (first + round);
      SplittableRandom random = new SplittableRandom(first + round);
      rated.clear();
      issued.clear();
      for (int step = 0; step < 40; step++) {
        YearMonth month = YearMonth.of(2026, 1).plusMonths(random.nextInt(5));
        if (random.nextInt(6) > 0) {
          rated.put(month, randomLines(month, random));
        } else if (!issued.containsKey(month)) {
          finalise(month);
          if (random.nextBoolean()) {
            issued.computeIfPresent(month, (same, invoice) -> withoutAdjustments(invoice));
          }
        }
        assertLaws(seed + ", step " + step);
      }
    }
  }

  private static List<InvoiceLine> randomLines(YearMonth month, SplittableRandom random) {
    List<InvoiceLine> lines = new ArrayList<>();
    for (String sku : List.of("a", "b", "c")) {
      if (random.nextInt(4) > 0) {
        String cost = BigDecimal.valueOf(random.nextInt(-50, 1000), 2).toPlainString();
        lines.add(line(month, sku, Integer.toString(random.nextInt(100)), cost));
      }
    }
    return lines;
  }

  /** The document was written a moment before the adjustments were shown. */
  private static IssuedInvoice withoutAdjustments(IssuedInvoice invoice) {
    return new IssuedInvoice("acme", invoice.month(), Instant.EPOCH, invoice.lines(), List.of());
  }

  private void assertLaws(String what) {
    Map<YearMonth, BigDecimal> charged = new TreeMap<>();
    Map<YearMonth, BigDecimal> expected = new TreeMap<>();
    rated.forEach((month, lines) -> lines.forEach(l -> add(charged, month, l.billedCost())));
    BigDecimal all = charged.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    List<Adjustments.Entry> entries = Adjustments.of(rated, issued);
    entries.forEach(e -> add(charged, e.month(), e.line().billedCost()));
    assertThat(charged.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .as(what)
        .isEqualByComparingTo(all);
    for (IssuedInvoice invoice : issued.values()) {
      add(expected, invoice.month(), BigDecimal.ZERO);
      invoice.lines().forEach(l -> add(expected, invoice.month(), l.billedCost()));
      invoice.adjustments().forEach(a -> add(expected, invoice.month(), a.line().billedCost()));
      assertThat(charged.getOrDefault(invoice.month(), BigDecimal.ZERO))
          .as(what + ", " + invoice.month())
          .isEqualByComparingTo(expected.get(invoice.month()));
    }
    assertThat(entries)
        .as(what)
        .allMatch(e -> e.line().billedCost().scale() <= 2)
        .allMatch(e -> issued.containsKey(e.corrected()))
        .allMatch(e -> e.month().isAfter(e.corrected()) == (e.kind() == ChargeKind.ADJUSTMENT));
  }

  private static void add(Map<YearMonth, BigDecimal> sums, YearMonth month, BigDecimal cost) {
    sums.merge(month, cost, BigDecimal::add);
  }
}
