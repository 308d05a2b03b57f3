package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.Charge;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** One charge within a bill: with the bill's key, the key of the charge table. */
public record ChargeKey(
    String book, String sku, String kind, String meter, long startSecond, long endSecond) {
  public static final TypeInformation<ChargeKey> TYPE = new CodecType<>(new Form());

  static ChargeKey of(Charge charge) {
    return new ChargeKey(
        charge.bookId(),
        charge.skuId(),
        charge.kind().name().toLowerCase(Locale.ROOT),
        charge.meter(),
        charge.chargePeriodStart().getEpochSecond(),
        charge.chargePeriodEnd().getEpochSecond());
  }

  private static final class Form implements Codec<ChargeKey> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<ChargeKey> type() {
      return ChargeKey.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ChargeKey value, DataOutput out) throws IOException {
      Wire.writeText(value.book, out);
      Wire.writeText(value.sku, out);
      Wire.writeText(value.kind, out);
      Wire.writeText(value.meter, out);
      out.writeLong(value.startSecond);
      out.writeLong(value.endSecond);
    }

    @Override
    public ChargeKey read(DataInput in, int version) throws IOException {
      return new ChargeKey(
          Wire.readText(in),
          Wire.readText(in),
          Wire.readText(in),
          Wire.readText(in),
          in.readLong(),
          in.readLong());
    }
  }
}
