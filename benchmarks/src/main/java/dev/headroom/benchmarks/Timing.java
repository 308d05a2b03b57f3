package dev.headroom.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How long something took.
 *
 * @param nanos on the clock
 * @param cpuNanos of all threads of this process, whatever they did meanwhile
 */
record Timing(long nanos, long cpuNanos) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** A moment to measure from. */
  record Start(long nanos, long cpuNanos) {
    Timing stop() {
      return new Timing(System.nanoTime() - nanos, processCpuNanos() - cpuNanos);
    }
  }

  static Start start() {
    return new Start(System.nanoTime(), processCpuNanos());
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  double seconds() {
    return nanos / NANOS_PER_SECOND;
  }

  double perSecond(long points) {
    return points / seconds();
  }
}
