package dev.headroom.collectors.node;

import dev.headroom.collectors.BearerToken;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node collector reads and where it sends it. Every constructor refuses what cannot work
 * with an {@link IllegalArgumentException} that says what was expected.
 *
 * @param interval between two exports, 100 ms to 1 h
 * @param workloads at least one; the first that matches takes a process or a control group; rules
 *     for control groups come first, then those for processes, then those for the machine
 * @param stateFile where counters are kept, so that they go on after a restart
 * @param kubelet must be given if rules are for pods, and only then
 */
public record NodeCollectorConfig(
    Duration interval,
    Otlp otlp,
    List<Rule> workloads,
    Optional<Path> stateFile,
    Optional<KubeletSettings> kubelet) {
  public static final String SCHEMA = "dev/headroom/collectors/node/node-collector.schema.json";

  public NodeCollectorConfig {
    workloads = List.copyOf(workloads);
    if (interval.compareTo(Duration.ofMillis(100)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("interval is not in 100ms…1h");
    }
    if (workloads.isEmpty()) {
      throw new IllegalArgumentException("expected at least one workload");
    }
    checkOrder(workloads);
    boolean pods = workloads.stream().anyMatch(r -> r.match() instanceof WorkloadMatch.Pod);
    if (pods != kubelet.isPresent()) {
      throw new IllegalArgumentException(
          pods ? "rules for pods need kubelet" : "kubelet is of no use without a rule for pods");
    }
  }

  /** Without pods and without a state file: counters start anew with every start. */
  public NodeCollectorConfig(Duration interval, Otlp otlp, List<Rule> workloads) {
    this(interval, otlp, workloads, Optional.empty(), Optional.empty());
  }

  private static void checkOrder(List<Rule> rules) {
    Set<TenantId> metered = new HashSet<>();
    int rank = 0;
    for (Rule rule : rules) {
      if (rule.match().rank() < rank) {
        throw new IllegalArgumentException(
            "expected rules with cgroup and pod first, then command and user, then machine");
      }
      rank = rule.match().rank();
      boolean first = metered.add(rule.tenant());
      if (rule.match() instanceof WorkloadMatch.Machine && !first) {
        throw new IllegalArgumentException(
            "tenant '%s' would pay twice: the machine contains its other workloads"
                .formatted(rule.tenant().value()));
      }
    }
  }

  /**
   * Reads a file of kind {@code NodeCollector}.
   *
   * @param file its name for messages; token files are relative to it
   * @param environment where {@code tokenEnv} is looked up
   * @throws InvalidInputException with every problem
   */
  public static NodeCollectorConfig parse(
      String file, String text, Map<String, String> environment) {
    return NodeCollectorFile.read(file, text, environment);
  }

  /** How usage travels to the gateway. */
  public enum Protocol {
    GRPC,
    HTTP_PROTOBUF
  }

  /**
   * Where usage goes.
   *
   * @param endpoint scheme, host and port; no path
   */
  public record Otlp(URI endpoint, Protocol protocol) {
    public Otlp {
      String scheme = endpoint.getScheme();
      boolean http = "http".equals(scheme) || "https".equals(scheme);
      String path = endpoint.getPath();
      if (!http || endpoint.getHost() == null || !(path == null || path.matches("/?"))) {
        throw new IllegalArgumentException(
            "'" + endpoint + "' is not an endpoint, expected such as http://127.0.0.1:4318");
      }
    }
  }

  /** Whose usage it is, and what proves it to the gateway. */
  public record Rule(TenantId tenant, BearerToken token, WorkloadMatch match) {}
}
