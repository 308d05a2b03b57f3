package dev.headroom.aggregation.allocation;

import dev.headroom.aggregation.codec.Wire;
import dev.headroom.usage.allocation.SharedUsage;
import dev.headroom.usage.allocation.Split;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is shared, and how it is divided, as bytes. */
final class SharedWire {
  private SharedWire() {}

  static void write(SharedUsage usage, DataOutput out) throws IOException {
    out.writeInt(usage.used().size());
    for (Map.Entry<String, SortedMap<String, BigInteger>> entry : usage.used().entrySet()) {
      Wire.writeText(entry.getKey(), out);
      writeAmounts(entry.getValue(), out);
    }
    writeAmounts(usage.weights(), out);
  }

  static SharedUsage readUsage(DataInput in) throws IOException {
    SharedUsage usage = new SharedUsage();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String dimensions = Wire.readText(in);
      readAmounts(in).forEach((tenant, raw) -> usage.use(dimensions, tenant, raw));
    }
    readAmounts(in).forEach(usage::weigh);
    return usage;
  }

  static void write(Split split, DataOutput out) throws IOException {
    Wire.writeInteger(split.caused(), out);
    writeAmounts(split.allocated(), out);
    Wire.writeInteger(split.own(), out);
    Wire.writeInteger(split.overAttributed(), out);
  }

  static Split readSplit(DataInput in) throws IOException {
    return new Split(
        Wire.readInteger(in), readAmounts(in), Wire.readInteger(in), Wire.readInteger(in));
  }

  private static void writeAmounts(SortedMap<String, BigInteger> amounts, DataOutput out)
      throws IOException {
    out.writeInt(amounts.size());
    for (Map.Entry<String, BigInteger> entry : amounts.entrySet()) {
      Wire.writeText(entry.getKey(), out);
      Wire.writeInteger(entry.getValue(), out);
    }
  }

  private static SortedMap<String, BigInteger> readAmounts(DataInput in) throws IOException {
    SortedMap<String, BigInteger> amounts = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      amounts.put(Wire.readText(in), Wire.readInteger(in));
    }
    return amounts;
  }
}
