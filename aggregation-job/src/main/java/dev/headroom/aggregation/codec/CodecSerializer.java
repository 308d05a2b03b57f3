package dev.headroom.aggregation.codec;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Flink's view of a {@link Codec}. Writes the codec's version and reads {@code readVersion}. */
public final class CodecSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;

  private final Codec<T> codec;
  private final int readVersion;

  public CodecSerializer(Codec<T> codec) {
    this(codec, codec.version());
  }

  CodecSerializer(Codec<T> codec, int readVersion) {
    this.codec = codec;
    this.readVersion = readVersion;
  }

  Codec<T> codec() {
    return codec;
  }

  @Override
  public boolean isImmutableType() {
    return codec.immutable();
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return this;
  }

  /** Flink asks for an instance only to reuse it, which this serializer never does. */
  @Override
  @SuppressWarnings("NullAway") // the signature is Flink's, which allows null here
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from) {
    return codec.copy(from);
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    codec.write(value, target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return codec.read(source, readVersion);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodecSerializer<?> that
        && codec.getClass() == that.codec.getClass()
        && readVersion == that.readVersion;
  }

  @Override
  public int hashCode() {
    return 31 * codec.getClass().getName().hashCode() + readVersion;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new CodecSerializerSnapshot<>(codec, codec.version());
  }
}
