package dev.headroom.usage.metering;

import java.util.Set;

/** Of which tenants a process of many may report. */
public final class ReportedTenants {
  /** Of every tenant it names: somebody else has seen to it that it may. */
  public static final ReportedTenants EVERY = new ReportedTenants(true, Set.of());

  private final boolean every;
  private final Set<String> ids;
  private final long fingerprint;

  private ReportedTenants(boolean every, Set<String> ids) {
    this.every = every;
    this.ids = ids;
    this.fingerprint = every ? 0 : 1L + ids.hashCode();
  }

  /** Of these and nobody else. */
  public static ReportedTenants only(Set<String> ids) {
    return new ReportedTenants(false, Set.copyOf(ids));
  }

  boolean holds(String tenant) {
    return every || ids.contains(tenant);
  }

  /** What decides beside a series whose it is; asked for every slice, so it is computed once. */
  long fingerprint() {
    return fingerprint;
  }
}
