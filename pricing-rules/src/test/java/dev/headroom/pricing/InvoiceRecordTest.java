package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.usage.yaml.InvalidInputException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceRecordTest {
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final InvoiceId SECOND = InvoiceId.first("acme", JUNE).next();
  private static final String VOID =
      "{\"invoiceId\":\"acme-2026-06-2\",\"tenant\":\"acme\",\"period\":\"2026-06\","
          + "\"voidedAt\":\"2026-07-03T09:00:00Z\",\"reason\":\"wrong \\\"book\\\"\"}";

  @Test
  void aVoidRecordIsWrittenAsTheReferenceSaysAndReadBack() {
    InvoiceVoid voided =
        new InvoiceVoid(SECOND, Instant.parse("2026-07-03T09:00:00Z"), "wrong \"book\"");
    assertThat(voided.key()).isEqualTo("acme|2026-06|2|void");
    assertThat(voided.json()).isEqualTo(VOID);
    assertThat(InvoiceRecord.read("acme|2026-06|2|void", VOID)).isEqualTo(voided);
  }

  @Test
  void anInvoiceHasTheNumberOfItsKey() {
    IssuedInvoice first = new IssuedInvoice("acme", JUNE, Instant.EPOCH, List.of(), List.of());
    IssuedInvoice second = new IssuedInvoice(SECOND, Instant.EPOCH, List.of(), List.of());
    assertThat(InvoiceRecord.read("acme|2026-06", first.json())).isEqualTo(first);
    assertThat(InvoiceRecord.read("acme|2026-06|2", second.json())).isEqualTo(second);
    refused("acme|2026-06", second.json(), "expected 'acme|2026-06|2'");
    refused("acme|2026-06|2", first.json(), "expected 'acme|2026-06'");
  }

  @Test
  void whatIsNoVoidRecordIsRefused() {
    refused("acme|2026-06|void", VOID, "expected 'acme|2026-06|2|void'");
    refused(
        "acme|2026-06|2|void",
        VOID.replace("acme-2026-06-2", "acme-2026-07"),
        "expected 'acme-2026-06'");
    refused("acme|2026-06|2|void", VOID.replace("-06-2\"", "-06-1\""), "expected 'acme-2026-06'");
    refused("acme|2026-06|2|void", VOID.replace("03T09", "33T09"), "ISO-8601");
    refused("acme|2026-06|2|void", VOID.replace("wrong \\\"book\\\"", ""), "reason");
    refused("acme|2026-06|2|void", "{}", "reason");
  }

  private static void refused(String key, String value, String why) {
    assertThatThrownBy(() -> InvoiceRecord.read(key, value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }

  @Test
  void anIdIsReadAsItIsWritten() {
    for (String id : List.of("acme-2026-06", "acme-2026-06-2", "a-1999-10-2026-06-12")) {
      assertThat(InvoiceId.parse(id)).hasValueSatisfying(read -> assertThat(read).hasToString(id));
    }
    assertThat(InvoiceId.parse("a-1999-10-2026-06-12"))
        .contains(new InvoiceId("a-1999-10", JUNE, 12));
    for (String none :
        List.of("acme", "acme-2026-13", "acme-2026-06-1", "acme-2026-06-0", "-2026-06")) {
      assertThat(InvoiceId.parse(none)).as(none).isEmpty();
    }
  }

  @Test
  void aStateIsThatOfAnInvoiceWhichHoldsOrHeld() {
    IssuedInvoice invoice = new IssuedInvoice(SECOND, Instant.EPOCH, List.of(), List.of());
    assertThat(InvoiceState.held(SECOND).isThatOf(invoice)).isTrue();
    assertThat(InvoiceState.voided(new InvoiceVoid(SECOND, Instant.EPOCH, "why")).isThatOf(invoice))
        .isTrue();
    assertThat(InvoiceState.refused(SECOND).isThatOf(invoice)).isFalse();
    assertThat(InvoiceState.held(SECOND.next()).isThatOf(invoice)).isFalse();
  }
}
