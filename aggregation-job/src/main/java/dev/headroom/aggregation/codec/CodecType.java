package dev.headroom.aggregation.codec;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Tells Flink to use a {@link Codec}, and nothing generic, for a type. */
public final class CodecType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final Codec<T> codec;

  public CodecType(Codec<T> codec) {
    this.codec = codec;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return codec.type();
  }

  /** A key must define equals and a hash that is the same in every JVM; our key records do. */
  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new CodecSerializer<>(codec);
  }

  @Override
  public String toString() {
    return codec.type().getSimpleName();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodecType<?> that && codec.getClass() == that.codec.getClass();
  }

  @Override
  public int hashCode() {
    return codec.getClass().getName().hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CodecType<?>;
  }
}
