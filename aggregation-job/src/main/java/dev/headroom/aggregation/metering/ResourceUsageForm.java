package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.usage.metering.ResourceUsage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** {@link StoredUsage} in state. Version 1 had no length before the bytes. */
final class ResourceUsageForm implements Codec<StoredUsage> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<StoredUsage> TYPE = new CodecType<>(new ResourceUsageForm());

  @Override
  public Class<StoredUsage> type() {
    return StoredUsage.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void write(StoredUsage value, DataOutput out) throws IOException {
    value.write(out);
  }

  @Override
  public StoredUsage read(DataInput in, int version) throws IOException {
    return version == 1 ? StoredUsage.of(ResourceUsage.read(in)) : StoredUsage.read(in);
  }
}
