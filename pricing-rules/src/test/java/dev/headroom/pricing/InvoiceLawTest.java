package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds over random lives of invoices, with adjustments and a commitment paid in advance. */
class InvoiceLawTest {
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);
  private static final Tenant TENANT =
      Tenants.parse(
              "t.yaml",
              """
              apiVersion: headroom.dev/v1
              kind: Tenants
              tenants:
                - id: acme
                  subscriptions:
                    - {book: b, from: 2026-01-01T00:00:00Z, commitment: {amount: 100, paid: upfront}}
              """,
              Books.named("b"),
              Map.of())
          .find("acme")
          .orElseThrow();

  private final Map<YearMonth, List<InvoiceLine>> rated = new HashMap<>();
  private final List<InvoiceRecord> records = new ArrayList<>();
  private int second;

  private static List<Adjustments.Entry> entries(
      Map<YearMonth, List<InvoiceLine>> rated, List<InvoiceRecord> records) {
    Map<YearMonth, List<SubscriptionTotal>> totals = new HashMap<>();
    rated.forEach(
        (month, lines) ->
            totals.put(
                month,
                List.of(
                    new SubscriptionTotal(
                        Instant.parse("2026-01-01T00:00:00Z"), sum(lines), "USD"))));
    Map<YearMonth, IssuedInvoice> holding = InvoiceHistory.of(records).holding();
    List<Adjustments.Entry> all = new ArrayList<>(Adjustments.of(rated, holding));
    all.addAll(Commitments.of(TENANT, totals, holding, all));
    return all;
  }

  private static BigDecimal sum(List<InvoiceLine> lines) {
    return lines.stream().map(InvoiceLine::billedCost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void rate(YearMonth month, Random random) {
    BigDecimal cost = BigDecimal.valueOf(random.nextInt(6000), 2);
    rated.put(
        month,
        List.of(
            new InvoiceLine("acme", month, "b", "cpu", "CPU", BigDecimal.ONE, "h", cost, "USD")));
  }

  /** What the command does: the lines and the adjustments of the month as they stand. */
  private void finalise(YearMonth month) {
    List<InvoiceLine> lines = new ArrayList<>(rated.getOrDefault(month, List.of()));
    List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
    Map<YearMonth, IssuedInvoice> holding = InvoiceHistory.of(records).holding();
    for (Adjustments.Entry entry : entries(rated, records)) {
      IssuedInvoice corrected = holding.get(entry.corrected());
      if (entry.month().equals(month) && corrected != null) {
        adjustments.add(new IssuedInvoice.Adjustment(corrected.id(), entry.line()));
      } else if (entry.month().equals(month)) {
        lines.add(entry.line());
      }
    }
    InvoiceId id = InvoiceHistory.of(records).next("acme", month);
    records.add(new IssuedInvoice(id, Instant.ofEpochSecond(++second), lines, adjustments));
  }

  private boolean makeVoid(YearMonth month) {
    InvoiceHistory history = InvoiceHistory.of(records);
    IssuedInvoice invoice = history.holding().get(month);
    if (invoice == null || history.whyNotVoid(invoice.id()).isPresent()) {
      return false;
    }
    records.add(new InvoiceVoid(invoice.id(), Instant.ofEpochSecond(++second), "wrong"));
    return true;
  }

  /** Conservation at every moment; the total is what is rated beside what commitments add. */
  @Test
  void aMonthThatHoldsIsItsInvoiceAndAllChargesAreWhatIsRatedWhateverIsMadeVoid() {
    long seed = new Random().nextLong();
    int voids = 0;
    for (int round = 0; round < 200; round++) {
      Random random = new Random(seed + round);
      rated.clear();
      records.clear();
      for (int step = 0; step < 40; step++) {
        YearMonth month = JANUARY.plusMonths(random.nextInt(4));
        int what = random.nextInt(4);
        if (what < 2) {
          rate(month, random);
        } else if (what == 2 && !InvoiceHistory.of(records).holding().containsKey(month)) {
          finalise(month);
        } else if (what == 3 && makeVoid(month)) {
          voids++;
        }
        assertLaws("seed " + (seed + round) + ", step " + step, random);
      }
    }
    assertThat(voids).isPositive();
  }

  private void assertLaws(String what, Random random) {
    InvoiceHistory history = InvoiceHistory.of(records);
    assertThat(history.refused()).as(what).isEmpty();
    List<Adjustments.Entry> entries = entries(rated, records);
    Map<YearMonth, BigDecimal> charged = new TreeMap<>();
    rated.forEach((month, lines) -> charged.merge(month, sum(lines), BigDecimal::add));
    BigDecimal all = charged.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    for (Adjustments.Entry entry : entries) {
      charged.merge(entry.month(), entry.line().billedCost(), BigDecimal::add);
      if (entry.kind() == ChargeKind.COMMITMENT) {
        all = all.add(entry.line().billedCost());
      } else {
        assertThat(history.holding()).as(what).containsKey(entry.corrected());
      }
    }
    assertThat(charged.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add))
        .as(what)
        .isEqualByComparingTo(all);
    for (IssuedInvoice invoice : history.holding().values()) {
      assertThat(charged.getOrDefault(invoice.month(), BigDecimal.ZERO))
          .as(what + ", " + invoice.id())
          .isEqualByComparingTo(
              InvoiceDocument.totals(invoice).getOrDefault("USD", BigDecimal.ZERO));
    }
    List<InvoiceRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);
    assertThat(entries(rated, shuffled)).as(what).isEqualTo(entries);
  }

  /** By the charges that come of it; the invoice has another number. */
  @Test
  void finalisedAndVoidAndFinalisedAgainIsFinalisedOnceAtTheLaterTime() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 200; round++) {
      Random random = new Random(seed + round);
      rated.clear();
      records.clear();
      for (int month = 0; month < 3; month++) {
        rate(JANUARY.plusMonths(month), random);
      }
      YearMonth last = JANUARY.plusMonths(1);
      finalise(JANUARY);
      rate(JANUARY, random);
      List<InvoiceRecord> before = List.copyOf(records);
      finalise(last);
      rate(last, random);
      rate(JANUARY, random);
      assertThat(makeVoid(last)).isTrue();
      String what = "seed " + (seed + round);
      assertThat(entries(rated, records)).as(what).isEqualTo(entries(rated, before));

      finalise(last);
      List<Adjustments.Entry> again = entries(rated, records);
      records.clear();
      records.addAll(before);
      finalise(last);
      assertThat(again).as(what).isEqualTo(entries(rated, records));
    }
  }
}
