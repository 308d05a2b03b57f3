package dev.headroom.aggregation.invoices;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.intake.RawRecord;
import dev.headroom.aggregation.rating.FinalInvoice;
import dev.headroom.aggregation.rows.QuarantineRow;
import dev.headroom.aggregation.rows.TableRow;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads finalised invoices, and which of them are void; what is neither is set aside with
 * everything that is wrong with it.
 */
public final class InvoiceReader extends ProcessFunction<RawRecord, FinalInvoice> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(RawRecord record, Context context, Collector<FinalInvoice> out) {
    String key = new String(record.key(), UTF_8);
    try {
      InvoiceRecord read = InvoiceRecord.read(key, new String(record.value(), UTF_8));
      out.collect(new FinalInvoice(record.place(), read));
    } catch (InvalidInputException e) {
      String problems =
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
      context.output(QuarantineRow.OUTPUT, refused(record, key, problems));
    }
  }

  private static TableRow refused(RawRecord record, String key, String detail) {
    return QuarantineRow.of(
        record.place(),
        0,
        key.substring(0, Math.max(0, key.indexOf('|'))),
        "bad-invoice",
        "",
        0,
        detail,
        record.value(),
        0,
        record.value().length);
  }
}
