package dev.headroom.aggregation.rating;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.aggregation.codec.Wire;
import dev.headroom.pricing.Adjustments;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.ChargePart;
import dev.headroom.pricing.InvoiceLine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What a charge comes to.
 *
 * @param quantity in {@code unit}, scale 9
 * @param cost in {@code currency}, scale 9
 * @param parts of it, by price
 */
public record ChargeAmount(
    BigDecimal quantity,
    String unit,
    BigDecimal cost,
    String currency,
    String description,
    List<ChargePart> parts) {
  public static final TypeInformation<ChargeAmount> TYPE = new CodecType<>(new Form());

  public ChargeAmount {
    parts = List.copyOf(parts);
  }

  static ChargeAmount of(Charge charge) {
    return new ChargeAmount(
        charge.pricingQuantity(),
        charge.pricingUnit(),
        charge.billedCost(),
        charge.currency(),
        charge.description(),
        charge.parts());
  }

  static ChargeAmount of(Adjustments.Entry entry) {
    InvoiceLine line = entry.line();
    return new ChargeAmount(
        line.pricingQuantity(),
        line.pricingUnit(),
        line.billedCost(),
        line.currency(),
        line.description(),
        List.of());
  }

  ChargeAmount plus(ChargeAmount other) {
    return new ChargeAmount(
        quantity.add(other.quantity), unit, cost.add(other.cost), currency, description, List.of());
  }

  /** What replaces a charge that the bill no longer has: a row cannot be taken back. */
  ChargeAmount vanished() {
    return new ChargeAmount(
        BigDecimal.ZERO, unit, BigDecimal.ZERO, currency, description, List.of());
  }

  boolean isSame(ChargeAmount other) {
    return quantity.compareTo(other.quantity) == 0
        && cost.compareTo(other.cost) == 0
        && unit.equals(other.unit)
        && currency.equals(other.currency)
        && description.equals(other.description)
        && parts.equals(other.parts);
  }

  private static final class Form implements Codec<ChargeAmount> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<ChargeAmount> type() {
      return ChargeAmount.class;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(ChargeAmount value, DataOutput out) throws IOException {
      InvoiceLines.writeDecimal(value.quantity, out);
      Wire.writeText(value.unit, out);
      InvoiceLines.writeDecimal(value.cost, out);
      Wire.writeText(value.currency, out);
      Wire.writeText(value.description, out);
      ChargeParts.write(value.parts, out);
    }

    @Override
    public ChargeAmount read(DataInput in, int version) throws IOException {
      return new ChargeAmount(
          InvoiceLines.readDecimal(in),
          Wire.readText(in),
          InvoiceLines.readDecimal(in),
          Wire.readText(in),
          Wire.readText(in),
          ChargeParts.read(in));
    }
  }
}
