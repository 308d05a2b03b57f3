package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.aggregation.intake.KafkaPlace;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.InvoiceRecord;
import dev.headroom.pricing.InvoiceVoid;
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
 * An invoice as it was finalised, or that it is void, and where it was read.
 *
 * @param place of its record in Kafka
 */
public record FinalInvoice(KafkaPlace place, InvoiceRecord record) {
  public static final TypeInformation<FinalInvoice> TYPE = new CodecType<>(new Form());

  public String tenant() {
    return record.id().tenantId();
  }

  static final class Form implements Codec<FinalInvoice> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<FinalInvoice> type() {
      return FinalInvoice.class;
    }

    /** 2: numbers of invoices, and void ones. */
    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(FinalInvoice value, DataOutput out) throws IOException {
      value.place.write(out);
      InvoiceId id = value.record.id();
      Wire.writeText(id.tenantId(), out);
      InvoiceLines.writeMonth(id.month(), out);
      Instant at = value.record.at();
      out.writeLong(at.getEpochSecond());
      out.writeInt(at.getNano());
      out.writeInt(id.number());
      out.writeBoolean(value.record instanceof InvoiceVoid);
      if (value.record instanceof InvoiceVoid voided) {
        Wire.writeText(voided.reason(), out);
      } else if (value.record instanceof IssuedInvoice invoice) {
        InvoiceLines.write(invoice.lines(), out);
        writeAdjustments(invoice.adjustments(), out);
      }
    }

    private static void writeAdjustments(List<IssuedInvoice.Adjustment> adjustments, DataOutput out)
        throws IOException {
      out.writeInt(adjustments.size());
      for (IssuedInvoice.Adjustment adjustment : adjustments) {
        InvoiceLines.writeMonth(adjustment.corrects().month(), out);
        out.writeInt(adjustment.corrects().number());
        InvoiceLines.write(List.of(adjustment.line()), out);
      }
    }

    @Override
    public FinalInvoice read(DataInput in, int version) throws IOException {
      KafkaPlace place = KafkaPlace.read(in);
      String tenant = Wire.readText(in);
      YearMonth month = InvoiceLines.readMonth(in);
      Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
      InvoiceId id = new InvoiceId(tenant, month, version == 1 ? 1 : in.readInt());
      if (version > 1 && in.readBoolean()) {
        return new FinalInvoice(place, new InvoiceVoid(id, at, Wire.readText(in)));
      }
      List<InvoiceLine> lines = InvoiceLines.read(tenant, in);
      List<IssuedInvoice.Adjustment> adjustments = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        YearMonth corrects = InvoiceLines.readMonth(in);
        InvoiceId other = new InvoiceId(tenant, corrects, version == 1 ? 1 : in.readInt());
        adjustments.add(new IssuedInvoice.Adjustment(other, InvoiceLines.read(tenant, in).get(0)));
      }
      return new FinalInvoice(place, new IssuedInvoice(id, at, lines, adjustments));
    }
  }
}
