package dev.headroom.cli.quickstart;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollector;
import dev.headroom.collectors.node.NodeCollectorConfig;
import dev.headroom.collectors.node.NodeCollectorConfig.Otlp;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.collectors.node.WorkloadMatch;
import dev.headroom.usage.TenantId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Meters the machine that the quickstart runs on, as one workload, on the clock of the wall. */
final class LiveMeter implements AutoCloseable {
  /** Whose usage it is; the rest about it is in {@code tenants.yaml}. */
  static final String TENANT = "house";

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private Optional<NodeCollector> collector;

  private LiveMeter(Optional<NodeCollector> collector) {
    this.collector = collector;
  }

  /** Nothing is metered. */
  static LiveMeter none() {
    return new LiveMeter(Optional.empty());
  }

  /**
   * Starts metering.
   *
   * @param otlp the gateway's address for OTLP/HTTP
   * @throws UnsupportedOperationException on a machine that is not Linux
   */
  static LiveMeter start(URI otlp, String token) {
    Rule everything =
        new Rule(new TenantId(TENANT), new BearerToken(token), new WorkloadMatch.Machine());
    NodeCollectorConfig config =
        new NodeCollectorConfig(
            INTERVAL, new Otlp(otlp, Protocol.HTTP_PROTOBUF), List.of(everything));
    return new LiveMeter(Optional.of(NodeCollector.start(config)));
  }

  /** Sends what was used until now, and stops; the second time it does nothing. */
  @Override
  public void close() {
    Optional<NodeCollector> running = collector;
    collector = Optional.empty();
    running.ifPresent(NodeCollector::close);
  }
}
