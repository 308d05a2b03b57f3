package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.BankBalance;
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

/** What a bill's credit banks held at the end of the month before. */
record BanksBefore(List<BankBalance> banks) {
  static final TypeInformation<BanksBefore> TYPE = new CodecType<>(new Form());

  BanksBefore {
    banks = List.copyOf(banks);
  }

  private static final class Form implements Codec<BanksBefore> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<BanksBefore> type() {
      return BanksBefore.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(BanksBefore value, DataOutput out) throws IOException {
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
        Wire.writeInteger(bank.saved().numerator(), out);
        Wire.writeInteger(bank.saved().denominator(), out);
      }
    }

    @Override
    public BanksBefore read(DataInput in, int version) throws IOException {
      List<BankBalance> banks = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        Instant subscribedFrom = Instant.ofEpochSecond(in.readLong());
        String book = Wire.readText(in);
        String line = Wire.readText(in);
        TreeMap<String, String> dimensions = new TreeMap<>();
        for (int more = in.readInt(); more > 0; more--) {
          dimensions.put(Wire.readText(in), Wire.readText(in));
        }
        Rational saved = new Rational(Wire.readInteger(in), Wire.readInteger(in));
        banks.add(new BankBalance(subscribedFrom, book, line, dimensions, saved));
      }
      return new BanksBefore(banks);
    }
  }
}
