package dev.headroom.collectors.gateway;

import dev.headroom.usage.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * What an entry of a gateway's spool says of itself.
 *
 * @param sender whose token it came with
 * @param shared whether that is a process of many tenants
 * @param accepted when the gateway took it
 * @param points how many it has
 * @param requestBytes length of the {@code ExportMetricsServiceRequest}
 */
public record SpooledUsage(
    TenantId sender, boolean shared, Instant accepted, int points, int requestBytes) {

  /** Empty if the bytes are no such entry. */
  public static Optional<SpooledUsage> of(byte[] entry) {
    return UsageRecord.fromEntry(entry)
        .map(
            usage ->
                new SpooledUsage(
                    usage.sender(),
                    usage.isShared(),
                    usage.accepted(),
                    usage.points(),
                    usage.request().length));
  }
}
