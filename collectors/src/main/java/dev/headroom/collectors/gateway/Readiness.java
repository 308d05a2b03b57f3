package dev.headroom.collectors.gateway;

import java.util.Optional;

/** Whether clients should come. */
final class Readiness {
  private final UsageStore store;
  private volatile boolean leaving;

  Readiness(UsageStore store) {
    this.store = store;
  }

  void leave() {
    leaving = true;
  }

  /** Why not; empty if they should. May block for two seconds. */
  Optional<String> complaint() {
    return leaving ? Optional.of("shutting down") : store.complaint();
  }
}
