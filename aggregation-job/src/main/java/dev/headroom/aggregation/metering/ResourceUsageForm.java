package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.codec.Codec;
import dev.headroom.aggregation.codec.CodecType;
import dev.headroom.usage.metering.ResourceUsage;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** {@link ResourceUsage} in state: it writes itself, with a version of its own. */
final class ResourceUsageForm implements Codec<ResourceUsage> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<ResourceUsage> TYPE = new CodecType<>(new ResourceUsageForm());

  @Override
  public Class<ResourceUsage> type() {
    return ResourceUsage.class;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public void write(ResourceUsage value, DataOutput out) throws IOException {
    value.write(out);
  }

  @Override
  public ResourceUsage read(DataInput in, int version) throws IOException {
    return ResourceUsage.read(in);
  }

  @Override
  public boolean immutable() {
    return false;
  }

  @Override
  public ResourceUsage copy(ResourceUsage value) {
    return value.copy();
  }
}
