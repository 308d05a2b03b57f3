package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InvoiceHistoryTest {
  private static final InvoiceId JUNE = InvoiceId.first("acme", YearMonth.of(2026, 6));
  private static final InvoiceId JULY = InvoiceId.first("acme", YearMonth.of(2026, 7));

  private static InvoiceRecord issued(InvoiceId id, int second) {
    return new IssuedInvoice(id, Instant.ofEpochSecond(second), List.of(), List.of());
  }

  private static InvoiceRecord voided(InvoiceId id, int second) {
    return new InvoiceVoid(id, Instant.ofEpochSecond(second), "wrong book");
  }

  private static List<String> holding(InvoiceRecord... records) {
    return InvoiceHistory.of(List.of(records)).holding().values().stream()
        .map(invoice -> invoice.id().toString())
        .toList();
  }

  private static Map<String, String> refused(InvoiceRecord... records) {
    return InvoiceHistory.of(List.of(records)).refused();
  }

  @Test
  void aVoidInvoiceDoesNotHoldAndTheMonthIsFinalisedAgainByTheNextNumber() {
    assertThat(holding(issued(JUNE, 1))).containsExactly("acme-2026-06");
    assertThat(holding(issued(JUNE, 1), voided(JUNE, 2))).isEmpty();
    InvoiceId second = JUNE.next();
    assertThat(holding(issued(JUNE, 1), voided(JUNE, 2), issued(second, 3)))
        .containsExactly("acme-2026-06-2");
    assertThat(
            holding(
                issued(JUNE, 1),
                voided(JUNE, 2),
                issued(second, 3),
                voided(second, 4),
                issued(second.next(), 5)))
        .containsExactly("acme-2026-06-3");
  }

  @Test
  void whatBecameOfAnInvoiceIsKept() {
    InvoiceHistory history =
        InvoiceHistory.of(List.of(issued(JUNE, 1), voided(JUNE, 2), issued(JUNE.next(), 3)));
    assertThat(history.states().values())
        .extracting(InvoiceState::kind)
        .containsExactly(InvoiceState.Kind.VOID, InvoiceState.Kind.FINAL);
    assertThat(history.states().get(JUNE))
        .isEqualTo(InvoiceState.voided((InvoiceVoid) voided(JUNE, 2)));
    assertThat(history.newest(JUNE.month())).contains(JUNE.next());
    assertThat(history.next("acme", JUNE.month())).hasToString("acme-2026-06-3");
    assertThat(history.next("acme", JULY.month())).isEqualTo(JULY);
  }

  @Test
  void onlyTheInvoiceOfTheLatestMonthCanBeMadeVoid() {
    InvoiceRecord[] records = {issued(JUNE, 1), issued(JULY, 2), voided(JUNE, 3)};
    assertThat(holding(records)).containsExactly("acme-2026-06", "acme-2026-07");
    assertThat(refused(records))
        .containsExactly(
            Map.entry(
                "acme|2026-06|void",
                "acme-2026-07 is of a later month and builds on acme-2026-06: it must be made void"
                    + " first"));
    assertThat(holding(issued(JUNE, 1), issued(JULY, 2), voided(JULY, 3), voided(JUNE, 4)))
        .isEmpty();
    assertThat(holding(issued(JULY, 1), issued(JUNE, 2), voided(JULY, 3)))
        .containsExactly("acme-2026-06");
  }

  @Test
  void whatCannotBeRightAtItsTimeChangesNothing() {
    assertThat(refused(voided(JUNE, 1)))
        .containsEntry(
            "acme|2026-06|void", "acme-2026-06 is no invoice that was finalised and is not void");
    assertThat(holding(voided(JUNE, 1), issued(JUNE, 2))).containsExactly("acme-2026-06");
    assertThat(refused(issued(JUNE, 1), issued(JUNE.next(), 2)))
        .containsEntry("acme|2026-06|2", "acme-2026-06 was finalised before and is not void");
    assertThat(refused(issued(JUNE.next(), 2)))
        .containsEntry("acme|2026-06|2", "the next invoice of 2026-06 is acme-2026-06");
    assertThat(holding(issued(JUNE, 1), issued(JUNE.next(), 2))).containsExactly("acme-2026-06");
    assertThat(refused(issued(JUNE, 1), voided(JUNE, 2), issued(JUNE.next().next(), 3)))
        .containsEntry("acme|2026-06|3", "the next invoice of 2026-06 is acme-2026-06-2");
  }

  @Test
  void anInvoiceCorrectsOnlyWhatHolds() {
    InvoiceLine line =
        new InvoiceLine(
            "acme", JUNE.month(), "b", "cpu", "CPU", BigDecimal.ONE, "h", BigDecimal.ONE, "EUR");
    InvoiceRecord july =
        new IssuedInvoice(
            JULY,
            Instant.ofEpochSecond(5),
            List.of(),
            List.of(new IssuedInvoice.Adjustment(JUNE, line)));
    assertThat(holding(july, issued(JUNE, 1))).containsExactly("acme-2026-06", "acme-2026-07");
    for (List<InvoiceRecord> records :
        List.of(
            List.of(july),
            List.of(issued(JUNE, 1), voided(JUNE, 2), july),
            List.of(issued(JUNE, 1), voided(JUNE, 2), issued(JUNE.next(), 3), july))) {
      assertThat(refused(records.toArray(InvoiceRecord[]::new)))
          .containsExactly(
              Map.entry("acme|2026-07", "acme-2026-07 corrects acme-2026-06, which is not final"));
    }
  }

  /**
   * Good histories and bad ones, with times that are equal: what came first makes no difference.
   */
  @Test
  void anyOrderOfArrivalComesToTheSame() {
    long seed = new Random().nextLong();
    for (int round = 0; round < 500; round++) {
      Random random = new Random(seed + round);
      List<InvoiceRecord> records = new ArrayList<>();
      for (int month = 1; month <= 3; month++) {
        InvoiceId id = InvoiceId.first("acme", YearMonth.of(2026, month));
        for (int n = random.nextInt(4); n > 0; n--) {
          records.add(issued(id, random.nextInt(20)));
          if (random.nextInt(4) > 0) {
            records.add(voided(id, random.nextInt(20)));
          }
          id = id.next();
        }
      }
      InvoiceHistory one = InvoiceHistory.of(records);
      Collections.shuffle(records, random);
      InvoiceHistory other = InvoiceHistory.of(records);
      assertThat(other.holding()).as("seed %d", seed + round).isEqualTo(one.holding());
      assertThat(other.states()).as("seed %d", seed + round).isEqualTo(one.states());
      assertThat(other.refused()).as("seed %d", seed + round).isEqualTo(one.refused());
    }
  }

  @Test
  void whatIsRefusedIsAStateToo() {
    InvoiceHistory history = InvoiceHistory.of(List.of(issued(JUNE, 1), issued(JUNE.next(), 2)));
    assertThat(history.states())
        .containsExactly(
            Map.entry(JUNE, InvoiceState.held(JUNE)),
            Map.entry(JUNE.next(), InvoiceState.refused(JUNE.next())));
    assertThat(history.newest(JUNE.month())).contains(JUNE);
  }
}
