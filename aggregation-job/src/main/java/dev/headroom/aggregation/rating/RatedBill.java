package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.InvoiceLine;
import dev.headroom.pricing.SubscriptionTotal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.OutputTag;

/**
 * What the lines of a tenant's month come to now.
 *
 * @param committed what its subscriptions with a commitment come to
 */
public record RatedBill(
    String tenant, YearMonth month, List<InvoiceLine> lines, List<SubscriptionTotal> committed) {
  public static final TypeInformation<RatedBill> TYPE = new CodecType<>(new Form());
  public static final OutputTag<RatedBill> OUTPUT = new OutputTag<>("rated-bills", TYPE);

  public RatedBill {
    lines = List.copyOf(lines);
    committed = List.copyOf(committed);
  }

  private static final class Form implements Codec<RatedBill> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<RatedBill> type() {
      return RatedBill.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RatedBill value, DataOutput out) throws IOException {
      Wire.writeText(value.tenant, out);
      InvoiceLines.writeMonth(value.month, out);
      InvoiceLines.write(value.lines, out);
      out.writeInt(value.committed.size());
      for (SubscriptionTotal total : value.committed) {
        out.writeLong(total.from().getEpochSecond());
        InvoiceLines.writeDecimal(total.total(), out);
        Wire.writeText(total.currency(), out);
      }
    }

    @Override
    public RatedBill read(DataInput in, int version) throws IOException {
      String tenant = Wire.readText(in);
      YearMonth month = InvoiceLines.readMonth(in);
      List<InvoiceLine> lines = InvoiceLines.read(tenant, in);
      List<SubscriptionTotal> committed = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        committed.add(
            new SubscriptionTotal(
                Instant.ofEpochSecond(in.readLong()),
                InvoiceLines.readDecimal(in),
                Wire.readText(in)));
      }
      return new RatedBill(tenant, month, lines, committed);
    }
  }
}
