package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.IssuedInvoice;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * An invoice as it was finalised, and where it was read.
 *
 * @param place of its record in Kafka
 */
public record FinalInvoice(KafkaPlace place, IssuedInvoice invoice) {
  public static final TypeInformation<FinalInvoice> TYPE = new CodecType<>(new Form());

  public String tenant() {
    return invoice.tenantId();
  }

  private static final class Form implements Codec<FinalInvoice> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<FinalInvoice> type() {
      return FinalInvoice.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(FinalInvoice value, DataOutput out) throws IOException {
      value.place.write(out);
      IssuedInvoice invoice = value.invoice;
      Wire.writeText(invoice.tenantId(), out);
      InvoiceLines.writeMonth(invoice.month(), out);
      Instant finalisedAt = invoice.finalisedAt();
      out.writeLong(finalisedAt.getEpochSecond());
      out.writeInt(finalisedAt.getNano());
      InvoiceLines.write(invoice.lines(), out);
      out.writeInt(invoice.adjustments().size());
      for (IssuedInvoice.Adjustment adjustment : invoice.adjustments()) {
        InvoiceLines.writeMonth(adjustment.corrects(), out);
        InvoiceLines.write(List.of(adjustment.line()), out);
      }
    }

    @Override
    public FinalInvoice read(DataInput in, int version) throws IOException {
      KafkaPlace place = KafkaPlace.read(in);
      String tenant = Wire.readText(in);
      YearMonth month = InvoiceLines.readMonth(in);
      Instant finalisedAt = Instant.ofEpochSecond(in.readLong(), in.readInt());
      List<InvoiceLine> lines = InvoiceLines.read(tenant, in);
      List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        YearMonth corrects = InvoiceLines.readMonth(in);
        adjustments.add(
            new IssuedInvoice.Adjustment(corrects, InvoiceLines.read(tenant, in).get(0)));
      }
      return new FinalInvoice(
          place, new IssuedInvoice(tenant, month, finalisedAt, lines, adjustments));
    }
  }
}
