package dev.headroom.aggregation.sink;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Blocks in checkpoints. */
final class BlockSerializer implements SimpleVersionedSerializer<Block> {
  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Block block) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(block.rowBinary().length + 512);
    block.write(out);
    return out.getCopyOfBuffer();
  }

  @Override
  public Block deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("block in version " + version + ", expected " + VERSION);
    }
    return Block.read(new DataInputDeserializer(serialized));
  }
}
