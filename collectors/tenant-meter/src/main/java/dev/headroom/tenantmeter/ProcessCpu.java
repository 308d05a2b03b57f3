package dev.headroom.tenantmeter;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * CPU time of this process, all threads together, since this object was made. The JVM counts it in
 * ticks of the operating system, 10 ms on Linux, so it may be that much behind the threads' own
 * clocks.
 */
final class ProcessCpu {
  private final @Nullable OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final long before = read();

  /** -1 if the JVM does not know. */
  private long read() {
    return system == null ? -1 : system.getProcessCpuTime();
  }

  /** Nanoseconds; empty if the JVM does not know. */
  OptionalLong nanos() {
    long now = read();
    return before < 0 || now < 0 ? OptionalLong.empty() : OptionalLong.of(now - before);
  }
}
