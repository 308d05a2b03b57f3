package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Whose bills and invoices. */
public record TenantKey(String tenant) {
  public static final TypeInformation<TenantKey> TYPE = new CodecType<>(new Form());

  public static TenantKey of(RatedBill bill) {
    return new TenantKey(bill.tenant());
  }

  public static TenantKey of(FinalInvoice invoice) {
    return new TenantKey(invoice.tenant());
  }

  /** Spelled out, because it decides the key group and a record's own may change with the JDK. */
  @Override
  public int hashCode() {
    return tenant.hashCode();
  }

  private static final class Form implements Codec<TenantKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<TenantKey> type() {
      return TenantKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(TenantKey value, DataOutput out) throws IOException {
      Wire.writeText(value.tenant, out);
    }

    @Override
    public TenantKey read(DataInput in, int version) throws IOException {
      return new TenantKey(Wire.readText(in));
    }
  }
}
