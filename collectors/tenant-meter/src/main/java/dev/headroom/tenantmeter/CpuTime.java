package dev.headroom.tenantmeter;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The CPU time that a thread spends on a tenant, from {@link Tenant#cpu} until it is closed, by the
 * same thread. User and system time, as the operating system counts them; nothing while the thread
 * waits. Where the JVM cannot tell (see {@link ThreadMXBean#isCurrentThreadCpuTimeSupported}), it
 * is zero, and all CPU time is the process's own.
 */
public final class CpuTime implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean SUPPORTED = THREADS.isCurrentThreadCpuTimeSupported();

  private final Tenant tenant;
  private final Thread thread = Thread.currentThread();
  private long began;

  CpuTime(Tenant tenant) {
    this.tenant = tenant;
    began = now();
  }

  /** -1 if switched off. */
  private static long now() {
    return SUPPORTED ? THREADS.getCurrentThreadCpuTime() : -1;
  }

  /**
   * Records the time; a second call does nothing.
   *
   * @throws IllegalStateException if another thread calls: its clock says nothing of this one
   */
  @Override
  public void close() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException("CPU time of " + thread + " closed by another thread");
    }
    long ended = began < 0 ? -1 : now();
    if (ended > began) {
      tenant.cpuNanos(ended - began);
    }
    began = -1;
  }
}
