package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Authenticator;
import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.identity.Verdict;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The clients that are known now. */
final class Clients {
  private final Clock clock;
  private volatile Authenticator authenticator;

  Clients(Identities identities, Clock clock) {
    this.clock = clock;
    authenticator = new Authenticator(identities);
  }

  void set(Identities identities) {
    authenticator = new Authenticator(identities);
  }

  Verdict authenticate(@Nullable String authorization, @Nullable X509Certificate certificate) {
    return authenticator.authenticate(authorization, certificate, clock.instant());
  }
}
