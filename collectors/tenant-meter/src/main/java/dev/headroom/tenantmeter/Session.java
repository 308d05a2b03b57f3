package dev.headroom.tenantmeter;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A time in which a tenant is active, from {@link Tenant#session} until it is closed, by any
 * thread. One that is never closed is billed until the process ends.
 */
public final class Session implements AutoCloseable {
  private final Tenant tenant;
  private final SessionClock clock;
  private final AtomicBoolean closed = new AtomicBoolean();

  Session(Tenant tenant, SessionClock clock) {
    this.tenant = tenant;
    this.clock = clock;
    clock.begin();
  }

  /** Whose session it is. */
  public Tenant tenant() {
    return tenant;
  }

  /** Ends it; a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      clock.end();
    }
  }
}
