package dev.headroom.cli.quickstart;

import dev.headroom.cli.store.QuickstartStore;
import java.nio.file.Path;

/** Where a quickstart keeps what, in its data directory. */
record DataLayout(Path root) {
  DataLayout {
    root = root.toAbsolutePath().normalize();
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path clickHouse() {
    return root.resolve(QuickstartStore.CLICKHOUSE);
  }

  Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** Configuration a person may read and edit. */
  Path config() {
    return root.resolve("config");
  }

  /** One line a tenant, {@code tenant=token}. */
  Path tokens() {
    return root.resolve("tokens.properties");
  }

  Path driverPosition() {
    return root.resolve("driver-position");
  }

  /** State of the simulated cluster. */
  Path cluster() {
    return root.resolve("cluster.json");
  }

  /** Grafana's own folder, where there is a Grafana. */
  Path grafana() {
    return root.resolve("grafana");
  }

  Path log() {
    return root.resolve("headroom.log");
  }
}
