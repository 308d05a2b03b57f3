package dev.headroom.collectors.limit;

import dev.headroom.usage.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * What the clients may send.
 *
 * @param perClient each of them
 * @param overrides by client; where one says nothing, {@code perClient} holds
 */
public record ClientLimits(TenantLimits perClient, Map<TenantId, TenantLimits> overrides) {
  public static final ClientLimits NONE = of(TenantLimits.NONE);

  public ClientLimits {
    Map<TenantId, TenantLimits> whole = new HashMap<>();
    overrides.forEach((client, limits) -> whole.put(client, limits.orElse(perClient)));
    overrides = Map.copyOf(whole);
  }

  /** The same for all. */
  public static ClientLimits of(TenantLimits perClient) {
    return new ClientLimits(perClient, Map.of());
  }

  /** What one of them may. */
  public TenantLimits of(TenantId client) {
    return overrides.getOrDefault(client, perClient);
  }
}
