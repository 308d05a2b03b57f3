package dev.headroom.usage.metering;

/**
 * Who reports usage.
 *
 * @param tenant whose record it is
 * @param shared whether this is a process of many tenants, of which the attribute {@code tenant.id}
 *     of its points is believed; of everybody else it may only repeat {@code tenant}
 * @param reported of which tenants such a process may report
 */
public record Reporter(String tenant, boolean shared, ReportedTenants reported) {

  /** One whose claims somebody else has checked. */
  public Reporter(String tenant, boolean shared) {
    this(tenant, shared, ReportedTenants.EVERY);
  }

  boolean mayReportFor(String other) {
    return other.equals(tenant) || reported.holds(other);
  }
}
