package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.BankBalance;
import dev.headroom.pricing.CarriedQuota;
import dev.headroom.pricing.Rational;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What a bill begins with.
 *
 * @param banks what its credit banks held at the end of the month before
 * @param quotas what the month before used of a week that goes on
 */
record CarriedOver(List<BankBalance> banks, List<CarriedQuota> quotas) {
  static final CarriedOver NOTHING = new CarriedOver(List.of(), List.of());

  static final TypeInformation<CarriedOver> TYPE = new CodecType<>(new Form());

  CarriedOver {
    banks = List.copyOf(banks);
    quotas = List.copyOf(quotas);
  }

  private static void write(Rational value, DataOutput out) throws IOException {
    Wire.writeInteger(value.numerator(), out);
    Wire.writeInteger(value.denominator(), out);
  }

  private static Rational readRational(DataInput in) throws IOException {
    return new Rational(Wire.readInteger(in), Wire.readInteger(in));
  }

  private static final class Form implements Codec<CarriedOver> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<CarriedOver> type() {
      return CarriedOver.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(CarriedOver value, DataOutput out) throws IOException {
      out.writeInt(value.banks.size());
      for (BankBalance bank : value.banks) {
        out.writeLong(bank.subscribedFrom().getEpochSecond());
        Wire.writeText(bank.bookId(), out);
        Wire.writeText(bank.lineId(), out);
        out.writeInt(bank.dimensions().size());
        for (Map.Entry<String, String> dimension : bank.dimensions().entrySet()) {
          Wire.writeText(dimension.getKey(), out);
          Wire.writeText(dimension.getValue(), out);
        }
        CarriedOver.write(bank.saved(), out);
      }
      out.writeInt(value.quotas.size());
      for (CarriedQuota quota : value.quotas) {
        out.writeLong(quota.subscribedFrom().getEpochSecond());
        Wire.writeText(quota.limitId(), out);
        out.writeLong(quota.from().getEpochSecond());
        CarriedOver.write(quota.used(), out);
      }
    }

    @Override
    public CarriedOver read(DataInput in, int version) throws IOException {
      List<BankBalance> banks = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        Instant subscribedFrom = Instant.ofEpochSecond(in.readLong());
        String book = Wire.readText(in);
        String line = Wire.readText(in);
        TreeMap<String, String> dimensions = new TreeMap<>();
        for (int more = in.readInt(); more > 0; more--) {
          dimensions.put(Wire.readText(in), Wire.readText(in));
        }
        banks.add(new BankBalance(subscribedFrom, book, line, dimensions, readRational(in)));
      }
      List<CarriedQuota> quotas = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        quotas.add(
            new CarriedQuota(
                Instant.ofEpochSecond(in.readLong()),
                Wire.readText(in),
                Instant.ofEpochSecond(in.readLong()),
                readRational(in)));
      }
      return new CarriedOver(banks, quotas);
    }
  }
}
