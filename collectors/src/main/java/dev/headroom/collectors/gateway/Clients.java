package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.identity.Authenticator;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.identity.Verdict;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.collectors.limit.TenantLimits;
import dev.headroom.usage.TenantId;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The clients that are known now, and what they may send. */
final class Clients {
  private final Limits gateway;
  private final Clock clock;
  private volatile Authenticator authenticator;
  private volatile ClientLimits limits;

  /**
   * Clients at the start.
   *
   * @param gateway what nobody may pass
   */
  Clients(Limits gateway, Identities identities, ClientLimits limits, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
    this.limits = limits;
    authenticator = new Authenticator(identities);
  }

  void set(Identities identities) {
    authenticator = new Authenticator(identities);
  }

  void set(ClientLimits now) {
    limits = now;
  }

  Verdict authenticate(@Nullable String authorization, @Nullable X509Certificate certificate) {
    return authenticator.authenticate(authorization, certificate, clock.instant());
  }

  TenantLimits limits(TenantId client) {
    return limits.of(client);
  }

  /** How long a client's request may be. */
  RequestSizes sizes(TenantId client) {
    TenantLimits its = limits.of(client);
    return new RequestSizes(
        least(its.maxRequestBytes(), gateway.maxRequestBytes()),
        least(its.maxDecompressedBytes(), gateway.maxDecompressedBytes()));
  }

  private static int least(@Nullable Integer its, int most) {
    return its == null ? most : Math.min(its, most);
  }
}
