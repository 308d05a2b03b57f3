package dev.headroom.collectors.node;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.usage.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the usage of this machine by workload, from the moment it starts. Linux only. The gateway
 * need not be there: cumulative counters make up for exports that failed, as long as this process
 * lives, or across restarts if there is a state file.
 */
public final class NodeCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCollector.class);
  // The tenants' exports fall due together; one sample serves them all.
  private static final long ONE_SAMPLE_NANOS = 200_000_000;
  private static final Path PROC = Path.of("/proc");
  private static final Path SYS = Path.of("/sys");

  private final List<TenantExport> exports;

  private NodeCollector(List<TenantExport> exports) {
    this.exports = exports;
  }

  private record Recipient(TenantId tenant, BearerToken token) {}

  /** As {@link #start(NodeCollectorConfig, OpenTelemetry)}, and tells nothing of itself. */
  public static NodeCollector start(NodeCollectorConfig config) {
    return start(config, OpenTelemetry.noop());
  }

  /**
   * Starts reading and sending.
   *
   * @param openTelemetry where it tells of itself
   * @throws UnsupportedOperationException on a machine without {@code /proc}
   */
  public static NodeCollector start(NodeCollectorConfig config, OpenTelemetry openTelemetry) {
    if (!Files.isReadable(PROC.resolve("stat"))) {
      throw new UnsupportedOperationException("the node collector needs Linux's /proc");
    }
    long freshNanos = Math.min(ONE_SAMPLE_NANOS, config.interval().toNanos() / 2);
    NodeMetrics metrics = new NodeMetrics(openTelemetry);
    String passwd = KernelFiles.read(Path.of("/etc/passwd")).orElse("");
    Sampler sampler =
        new Sampler(
            new Workloads(config.workloads()),
            new Sampler.Machine(PROC, SYS, passwd),
            config.kubelet().map(KubeletClient::new).map(PodReader::new),
            config.stateFile().map(LedgerFile::new),
            Clock.systemUTC(),
            freshNanos,
            metrics);
    List<TenantExport> exports = new ArrayList<>();
    byRecipient(config.workloads())
        .forEach(
            (recipient, rules) ->
                exports.add(
                    new TenantExport(
                        sampler,
                        rules,
                        recipient.token(),
                        config.otlp(),
                        config.interval(),
                        taken -> metrics.exported(recipient.tenant(), taken))));
    LOG.info(
        "node collector on {} sends to {} every {}",
        sampler.host(),
        config.otlp().endpoint(),
        config.interval());
    return new NodeCollector(exports);
  }

  private static Map<Recipient, Set<Integer>> byRecipient(List<Rule> rules) {
    Map<Recipient, Set<Integer>> recipients = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      Recipient recipient = new Recipient(rules.get(i).tenant(), rules.get(i).token());
      recipients.computeIfAbsent(recipient, r -> new TreeSet<>()).add(i);
    }
    return recipients;
  }

  /** Why usage is not delivered now, a line a reason; empty if it is. */
  public Optional<String> complaint() {
    List<String> complaints =
        exports.stream().flatMap(export -> export.complaint().stream()).distinct().toList();
    return complaints.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", complaints));
  }

  /** Sends what was used until now, and stops. */
  @Override
  public void close() {
    exports.forEach(TenantExport::close);
  }
}
