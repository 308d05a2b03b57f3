package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.InvoiceLine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** The binary form of a list of invoice lines of one tenant. */
final class InvoiceLines {
  private InvoiceLines() {}

  static void write(List<InvoiceLine> lines, DataOutput out) throws IOException {
    out.writeInt(lines.size());
    for (InvoiceLine line : lines) {
      writeMonth(line.month(), out);
      Wire.writeText(line.bookId(), out);
      Wire.writeText(line.skuId(), out);
      Wire.writeText(line.description(), out);
      writeDecimal(line.pricingQuantity(), out);
      Wire.writeText(line.pricingUnit(), out);
      writeDecimal(line.billedCost(), out);
      Wire.writeText(line.currency(), out);
    }
  }

  static List<InvoiceLine> read(String tenant, DataInput in) throws IOException {
    int size = in.readInt();
    List<InvoiceLine> lines = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      lines.add(
          new InvoiceLine(
              tenant,
              readMonth(in),
              Wire.readText(in),
              Wire.readText(in),
              Wire.readText(in),
              readDecimal(in),
              Wire.readText(in),
              readDecimal(in),
              Wire.readText(in)));
    }
    return lines;
  }

  static void writeMonth(YearMonth month, DataOutput out) throws IOException {
    out.writeShort(month.getYear());
    out.writeByte(month.getMonthValue());
  }

  static YearMonth readMonth(DataInput in) throws IOException {
    return YearMonth.of(in.readUnsignedShort(), in.readUnsignedByte());
  }

  static void writeDecimal(BigDecimal value, DataOutput out) throws IOException {
    Wire.writeInteger(value.unscaledValue(), out);
    out.writeInt(value.scale());
  }

  static BigDecimal readDecimal(DataInput in) throws IOException {
    return new BigDecimal(Wire.readInteger(in), in.readInt());
  }
}
