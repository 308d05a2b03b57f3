package dev.headroom.usage.meter;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** Where the windows of every tenant begin and end. */
public final class TenantGrids {

  private final Map<String, WindowGrid> byTenant = new HashMap<>();

  private TenantGrids(Map<String, ZoneId> zones) {
    zones.forEach((tenant, zone) -> byTenant.put(tenant, WindowGrid.of(zone)));
  }

  /** By the tenants' time zones; whoever has none lives in UTC. */
  public static TenantGrids of(Map<String, ZoneId> zones) {
    return new TenantGrids(zones);
  }

  /** The tenant's. */
  public WindowGrid of(String tenant) {
    return byTenant.getOrDefault(tenant, WindowGrid.UTC);
  }
}
