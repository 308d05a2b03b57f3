package dev.headroom.aggregation.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.InvoiceVoid;
import dev.headroom.pricing.IssuedInvoice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalInvoiceTest {
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final YearMonth JULY = YearMonth.of(2026, 7);
  private static final Instant AT = Instant.parse("2026-08-03T09:00:00.123Z");
  private static final KafkaPlace PLACE = new KafkaPlace("usage.invoices", 0, 7, 1_000);
  private static final InvoiceLine LINE =
      new InvoiceLine(
          "acme", JUNE, "b", "cpu", "CPU", BigDecimal.ONE, "h", new BigDecimal("0.50"), "EUR");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private FinalInvoice read(int version) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    FinalInvoice read = new FinalInvoice.Form().read(in, version);
    assertThat(in.available()).isZero();
    return read;
  }

  @Test
  void anInvoiceAndThatItIsVoidAreReadAsTheyWereWritten() throws IOException {
    InvoiceId second = InvoiceId.first("acme", JULY).next();
    InvoiceId corrected = InvoiceId.first("acme", JUNE).next();
    for (FinalInvoice told :
        List.of(
            new FinalInvoice(
                PLACE,
                new IssuedInvoice(
                    second, AT, List.of(), List.of(new IssuedInvoice.Adjustment(corrected, LINE)))),
            new FinalInvoice(PLACE, new InvoiceVoid(second, AT, "wrong book")))) {
      bytes.reset();
      new FinalInvoice.Form().write(told, new DataOutputStream(bytes));
      assertThat(read(2)).isEqualTo(told);
    }
  }

  @Test
  void theVersionBeforeKnewTheFirstInvoiceOfAMonthOnly() throws IOException {
    DataOutputStream out = new DataOutputStream(bytes);
    PLACE.write(out);
    Wire.writeText("acme", out);
    InvoiceLines.writeMonth(JULY, out);
    out.writeLong(AT.getEpochSecond());
    out.writeInt(123_000_000);
    InvoiceLines.write(List.of(), out);
    out.writeInt(1);
    InvoiceLines.writeMonth(JUNE, out);
    InvoiceLines.write(List.of(LINE), out);

    assertThat(read(1))
        .isEqualTo(
            new FinalInvoice(
                PLACE,
                new IssuedInvoice(
                    "acme",
                    JULY,
                    AT,
                    List.of(),
                    List.of(new IssuedInvoice.Adjustment(JUNE, LINE)))));
  }
}
