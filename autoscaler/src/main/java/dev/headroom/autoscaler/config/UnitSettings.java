package dev.headroom.autoscaler.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of a workload is that is resized in place: its number of pods stays, and each of
 * them has so many units. Policies count units as they count replicas.
 *
 * @param pods how many it has, at least 1; load is taken to be spread evenly over them
 * @param cpu cores of a unit in each pod, above 0; a whole number of thousandths
 * @param memory bytes of a unit in each pod, above 0; null if its memory is left as it is
 */
public record UnitSettings(int pods, BigDecimal cpu, @Nullable Long memory) {
  private static final int MOST_PODS = 1000;
  private static final int MILLI = 3;

  public UnitSettings {
    if (pods < 1 || pods > MOST_PODS) {
      throw new IllegalArgumentException("pods is " + pods + ", expected 1 to " + MOST_PODS);
    }
    if (cpu.signum() <= 0 || cpu.stripTrailingZeros().scale() > MILLI) {
      throw new IllegalArgumentException(
          "cpuPerUnit is %s, expected thousandths of a core, above 0".formatted(cpu));
    }
    if (memory != null && memory <= 0) {
      throw new IllegalArgumentException("memoryPerUnit is " + memory + ", expected above 0");
    }
  }

  /** Cores of one unit in all pods together. */
  public BigDecimal cores() {
    return cpu.multiply(BigDecimal.valueOf(pods));
  }
}
