package dev.headroom.tenantmeter;

import java.lang.ref.Reference;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Where the usage of one tenant is recorded. Keep it for as long as a connection or a request:
 * while somebody has it, the tenant keeps its place. Any thread may use it at any time, and what it
 * records is one addition. Nothing here blocks, and nothing is exported by the thread that calls.
 *
 * <p>Every amount is a whole number; a negative one is an {@link IllegalArgumentException}.
 */
public final class Tenant {
  private final Optional<String> id;
  private final Counters counters;

  /**
   * @param id empty for all tenants beyond the maximum
   */
  Tenant(Optional<String> id, Counters counters) {
    this.id = id;
    this.counters = counters;
  }

  /** Empty if there were too many tenants already: what is recorded is the process's own then. */
  public Optional<String> id() {
    return id;
  }

  /** Counts one request. */
  public void request() {
    requests(1);
  }

  /** Counts several at once. */
  public void requests(long count) {
    add(counters.requests, count);
  }

  /** Records bytes that the tenant sent to the server. */
  public void bytesIn(long bytes) {
    add(counters.bytesIn, bytes);
  }

  /** Records bytes that the server sent to the tenant. */
  public void bytesOut(long bytes) {
    add(counters.bytesOut, bytes);
  }

  /** Counts rows that were read or written, whichever is sold. */
  public void rows(long count) {
    add(counters.rows, count);
  }

  /** Records CPU time that the server has measured itself. */
  public void cpuNanos(long nanos) {
    add(counters.cpuNanos, nanos);
  }

  /**
   * Measures the CPU time of the calling thread until it closes what is returned. Reading a
   * thread's clock is a system call: measure a request, not a row. A measurement within another one
   * of the same thread would count its time twice.
   */
  public CpuTime cpu() {
    return new CpuTime(this);
  }

  /** Begins a session: the tenant is active until the last of its sessions is closed. */
  public Session session() {
    return new Session(this, counters.sessions);
  }

  private void add(LongAdder to, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("usage of " + amount + ": expected 0 or more");
    }
    try {
      to.add(amount);
    } finally {
      // Until here the tenant has its place, also if the caller has kept nothing of it.
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String toString() {
    return id.orElse("(no tenant of its own)");
  }
}
