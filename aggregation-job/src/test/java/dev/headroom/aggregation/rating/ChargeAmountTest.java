package dev.headroom.aggregation.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.pricing.ChargePart;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class ChargeAmountTest {
  private static ChargePart part(ChargePart.Kind kind, String price, String cost) {
    return new ChargePart(
        kind,
        2,
        new BigDecimal(price),
        new BigDecimal("-3"),
        new BigDecimal("0.5"),
        new BigDecimal(cost));
  }

  private static ChargeAmount with(List<ChargePart> parts) {
    return new ChargeAmount(
        BigDecimal.ONE.setScale(9), "h", BigDecimal.TEN.setScale(9), "EUR", "CPU", parts);
  }

  @Test
  void itsPartsSurviveInState() throws IOException {
    List<ChargePart> parts = new ArrayList<>();
    for (ChargePart.Kind kind : ChargePart.Kind.values()) {
      parts.add(part(kind, "0.333333333333333333", "-0.000000001"));
    }
    for (ChargeAmount amount : List.of(with(List.of()), with(parts))) {
      var serializer = ChargeAmount.TYPE.createSerializer(new SerializerConfigImpl());
      DataOutputSerializer out = new DataOutputSerializer(64);
      serializer.serialize(amount, out);
      ChargeAmount read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
      assertThat(read).isEqualTo(amount);
      assertThat(read.isSame(amount)).isTrue();
    }
  }

  @Test
  void anotherUnitPriceIsAnotherCharge() {
    ChargeAmount before = with(List.of(part(ChargePart.Kind.UNITS, "0.5", "10")));
    assertThat(before.isSame(with(List.of(part(ChargePart.Kind.UNITS, "0.50", "10.0"))))).isTrue();
    assertThat(before.isSame(with(List.of(part(ChargePart.Kind.UNITS, "0.6", "10"))))).isFalse();
    assertThat(before.vanished().parts()).isEmpty();
  }
}
