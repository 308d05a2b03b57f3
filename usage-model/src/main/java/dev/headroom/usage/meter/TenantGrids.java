package dev.headroom.usage.meter;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** Where the windows of every tenant begin and end. */
public final class TenantGrids {

  /** Everybody lives in UTC. */
  public static final TenantGrids UTC = new TenantGrids(Map.of());

  private final Map<String, WindowGrid> byTenant = new HashMap<>();
  private final long fingerprint;

  private TenantGrids(Map<String, ZoneId> zones) {
    long sum = 0;
    for (Map.Entry<String, ZoneId> entry : zones.entrySet()) {
      WindowGrid grid = WindowGrid.of(entry.getValue());
      byTenant.put(entry.getKey(), grid);
      sum += grid.fingerprint() * (31L * entry.getKey().hashCode() + 1);
    }
    fingerprint = sum;
  }

  /** By the tenants' time zones; whoever has none lives in UTC. */
  public static TenantGrids of(Map<String, ZoneId> zones) {
    return new TenantGrids(zones);
  }

  /** The tenant's. */
  public WindowGrid of(String tenant) {
    return byTenant.getOrDefault(tenant, WindowGrid.UTC);
  }

  /** Changes when the zone of any tenant does. */
  public long fingerprint() {
    return fingerprint;
  }
}
