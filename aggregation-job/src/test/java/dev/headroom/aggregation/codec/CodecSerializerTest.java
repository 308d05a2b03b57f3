package dev.headroom.aggregation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CodecSerializerTest {
  /** Version 1 had no unit. */
  record Length(long value, String unit) {}

  static final class LengthForm implements Codec<Length> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<Length> type() {
      return Length.class;
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(Length value, DataOutput out) throws IOException {
      out.writeLong(value.value);
      Wire.writeText(value.unit, out);
    }

    @Override
    public Length read(DataInput in, int version) throws IOException {
      return new Length(in.readLong(), version == 1 ? "m" : Wire.readText(in));
    }
  }

  private static <T> TypeSerializerSnapshot<T> throughCheckpoint(TypeSerializerSnapshot<T> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        CodecSerializerTest.class.getClassLoader());
  }

  @Test
  void stateOfAnOlderVersionIsReadAndMigrated() throws IOException {
    var old = throughCheckpoint(new CodecSerializerSnapshot<>(new LengthForm(), 1));
    var current = new CodecSerializer<>(new LengthForm()).snapshotConfiguration();
    DataOutputSerializer written = new DataOutputSerializer(8);
    written.writeLong(42);

    TypeSerializer<Length> reader = old.restoreSerializer();

    assertThat(reader.deserialize(new DataInputDeserializer(written.getCopyOfBuffer())))
        .isEqualTo(new Length(42, "m"));
    assertThat(current.resolveSchemaCompatibility(old).isCompatibleAfterMigration()).isTrue();
  }

  @Test
  void stateOfTheSameVersionIsTakenAsItIs() throws IOException {
    var serializer = new CodecSerializer<>(new LengthForm());
    var old = throughCheckpoint(serializer.snapshotConfiguration());

    assertThat(old.restoreSerializer()).isEqualTo(serializer);
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(compatibility -> compatibility.isCompatibleAsIs());
  }

  @Test
  void stateOfANewerVersionIsRefused() throws IOException {
    var newer = throughCheckpoint(new CodecSerializerSnapshot<>(new LengthForm(), 3));
    var current = new CodecSerializer<>(new LengthForm()).snapshotConfiguration();

    assertThat(current.resolveSchemaCompatibility(newer).isIncompatible()).isTrue();
  }

  @Test
  void textsOfAnyLengthSurvive() throws IOException {
    for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, 70_000}) {
      String text = "ü".repeat(length);
      DataOutputSerializer out = new DataOutputSerializer(16);
      Wire.writeText(text, out);
      assertThat(Wire.readText(new DataInputDeserializer(out.getCopyOfBuffer()))).isEqualTo(text);
    }
  }

  @Test
  void aLengthThatNobodyWroteIsRefused() {
    byte[] endless = {-1, -1, -1, -1, -1, -1};
    assertThatThrownBy(() -> Wire.readBytes(new DataInputDeserializer(endless)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than five bytes");
  }
}
