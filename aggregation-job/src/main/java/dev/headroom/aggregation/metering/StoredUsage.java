package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.codec.Wire;
import dev.headroom.usage.metering.ResourceUsage;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A {@link ResourceUsage} as it is kept in state, whatever the backend: bytes that never change, so
 * that a checkpoint can be written while the resource itself goes on.
 */
final class StoredUsage {
  private static final int FIRST_ROOM = 1 << 14;

  private final byte[] bytes;

  private StoredUsage(byte[] bytes) {
    this.bytes = bytes;
  }

  static StoredUsage of(ResourceUsage usage) throws IOException {
    return of(usage, new DataOutputSerializer(FIRST_ROOM));
  }

  /**
   * The same.
   *
   * @param room to write in; is empty afterwards
   */
  static StoredUsage of(ResourceUsage usage, DataOutputSerializer room) throws IOException {
    usage.write(room);
    byte[] bytes = room.getCopyOfBuffer();
    room.clear();
    return new StoredUsage(bytes);
  }

  ResourceUsage usage() throws IOException {
    return ResourceUsage.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeBytes(bytes, 0, bytes.length, out);
  }

  static StoredUsage read(DataInput in) throws IOException {
    return new StoredUsage(Wire.readBytes(in));
  }
}
