package dev.headroom.aggregation.codec;

import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Remembers in a checkpoint which codec wrote the state, and its version. */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int SNAPSHOT_VERSION = 1;

  private @Nullable Codec<T> codec;
  private int codecVersion;

  /** Called by Flink, which then calls {@link #readSnapshot}. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(Codec<T> codec, int codecVersion) {
    this.codec = codec;
    this.codecVersion = codecVersion;
  }

  @Override
  public int getCurrentVersion() {
    return SNAPSHOT_VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(codec().getClass().getName());
    out.writeInt(codecVersion);
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader classLoader)
      throws IOException {
    if (readVersion != SNAPSHOT_VERSION) {
      throw new IOException("snapshot of a codec in unknown version " + readVersion);
    }
    codec = instance(in.readUTF(), classLoader);
    codecVersion = in.readInt();
  }

  @SuppressWarnings("unchecked") // the class was written by a snapshot of the same T
  private Codec<T> instance(String className, ClassLoader classLoader) throws IOException {
    try {
      var constructor = Class.forName(className, true, classLoader).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Codec<T>) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IOException("state was written by codec " + className + ", which is missing", e);
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new CodecSerializer<>(codec(), codecVersion);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (!(old instanceof CodecSerializerSnapshot<T> that)
        || that.codec().getClass() != codec().getClass()
        || that.codecVersion > codecVersion) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return that.codecVersion == codecVersion
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }

  private Codec<T> codec() {
    return Objects.requireNonNull(codec, "readSnapshot comes first");
  }
}
