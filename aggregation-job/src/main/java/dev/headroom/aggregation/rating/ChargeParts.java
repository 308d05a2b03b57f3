package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.ChargePart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The binary form of the parts of a charge. */
final class ChargeParts {
  private static final int PLACES = 9;

  private ChargeParts() {}

  static void write(List<ChargePart> parts, DataOutput out) throws IOException {
    out.writeInt(parts.size());
    for (ChargePart part : parts) {
      out.writeByte(code(part.kind()));
      out.writeInt(part.tier());
      write(part.unitPrice(), ChargePart.PRICE_SCALE, out);
      write(part.quantity(), PLACES, out);
      write(part.used(), PLACES, out);
      write(part.cost(), PLACES, out);
    }
  }

  static List<ChargePart> read(DataInput in) throws IOException {
    int size = in.readInt();
    List<ChargePart> parts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      parts.add(
          new ChargePart(
              kind(in.readUnsignedByte()),
              in.readInt(),
              read(ChargePart.PRICE_SCALE, in),
              read(PLACES, in),
              read(PLACES, in),
              read(PLACES, in)));
    }
    return parts;
  }

  private static void write(BigDecimal value, int scale, DataOutput out) throws IOException {
    Wire.writeInteger(value.setScale(scale).unscaledValue(), out);
  }

  private static BigDecimal read(int scale, DataInput in) throws IOException {
    BigInteger unscaled = Wire.readInteger(in);
    return new BigDecimal(unscaled, scale);
  }

  /** Stands for the kind in state; never reused. */
  private static int code(ChargePart.Kind kind) {
    return switch (kind) {
      case UNITS -> 1;
      case TIER_FEE -> 2;
      case REPRICED -> 3;
      case LIMITED -> 4;
    };
  }

  private static ChargePart.Kind kind(int code) throws IOException {
    for (ChargePart.Kind kind : ChargePart.Kind.values()) {
      if (code(kind) == code) {
        return kind;
      }
    }
    throw new IOException("no part of a charge has the code " + code);
  }
}
