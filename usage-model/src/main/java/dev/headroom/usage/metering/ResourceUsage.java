package dev.headroom.usage.metering;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** The whole metering state of one resource of one tenant. */
public final class ResourceUsage {

  public void write(DataOutput out) throws IOException {
    if (hasNothing()) {
      throw new IOException("skeleton");
    }
  }

  public static ResourceUsage read(DataInput in) throws IOException {
    if (hasNothing()) {
      throw new IOException("skeleton");
    }
    return new ResourceUsage();
  }

  public void apply(
      byte[] bytes,
      int offset,
      int length,
      MeterSet meters,
      MeteringLimits limits,
      Instant now,
      PointOutcomes outcomes)
      throws MalformedOtlpException {
    if (length >= 0) {
      throw new MalformedOtlpException(offset, "skeleton");
    }
  }

  public boolean hasContributions() {
    return false;
  }

  public void drain(MeterSet meters, ContributionVisitor visitor) {}

  public int seriesCount() {
    return 0;
  }

  private static boolean hasNothing() {
    return true;
  }
}
