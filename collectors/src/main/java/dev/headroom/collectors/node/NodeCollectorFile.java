package dev.headroom.collectors.node;

import dev.headroom.collectors.BearerToken;
import dev.headroom.collectors.SecretReference;
import dev.headroom.collectors.node.NodeCollectorConfig.Otlp;
import dev.headroom.collectors.node.NodeCollectorConfig.Protocol;
import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.collectors.node.WorkloadMatch.TenantFrom;
import dev.headroom.usage.TenantId;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of kind {@code NodeCollector} as written. */
record NodeCollectorFile(
    String apiVersion,
    String kind,
    @Nullable Duration interval,
    @Nullable String stateFile,
    @Nullable Kubelet kubelet,
    Target otlp,
    List<Workload> workloads) {
  record Target(String endpoint, @Nullable String protocol) {
    Otlp otlp() {
      Protocol chosen = "grpc".equals(protocol) ? Protocol.GRPC : Protocol.HTTP_PROTOBUF;
      return new Otlp(URI.create(endpoint), chosen);
    }
  }

  record Kubelet(
      String endpoint,
      @Nullable String caFile,
      @Nullable String tokenFile,
      @Nullable Duration timeout) {
    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

    KubeletSettings settings(Path base) {
      return new KubeletSettings(
          URI.create(endpoint),
          base.resolve(Objects.requireNonNullElse(caFile, ACCOUNT + "ca.crt")),
          base.resolve(Objects.requireNonNullElse(tokenFile, ACCOUNT + "token")),
          Objects.requireNonNullElse(timeout, Duration.ofSeconds(3)));
    }
  }

  /** The schema lets at most one of the last two be given. */
  record PodMatching(
      @Nullable String namespace,
      @Nullable Map<String, String> labels,
      @Nullable String tenantLabel,
      @Nullable Boolean tenantNamespace) {
    WorkloadMatch match() {
      Map<String, Glob> globs = new HashMap<>();
      if (labels != null) {
        labels.forEach((key, value) -> globs.put(key, new Glob(value)));
      }
      TenantFrom from =
          tenantNamespace == null ? new TenantFrom.Rule() : new TenantFrom.Namespace();
      return new WorkloadMatch.Pod(
          new Glob(Objects.requireNonNullElse(namespace, "*")),
          globs,
          tenantLabel == null ? from : new TenantFrom.Label(tenantLabel));
    }
  }

  record Workload(
      String tenant, @Nullable String tokenEnv, @Nullable String tokenFile, Matching match) {
    Rule rule(Path base, Map<String, String> environment) {
      String secret = new SecretReference(tokenEnv, tokenFile).read(base, environment);
      return new Rule(new TenantId(tenant), new BearerToken(secret), match.match());
    }
  }

  /** The schema lets exactly one be given. */
  record Matching(
      @Nullable String cgroup,
      @Nullable PodMatching pod,
      @Nullable String command,
      @Nullable String user,
      @Nullable Boolean machine) {
    WorkloadMatch match() {
      if (cgroup != null) {
        return new WorkloadMatch.Cgroup(new Glob(cgroup));
      }
      if (pod != null) {
        return pod.match();
      }
      if (command != null) {
        return new WorkloadMatch.Command(new Glob(command));
      }
      return user != null ? new WorkloadMatch.User(user) : new WorkloadMatch.Machine();
    }
  }

  static NodeCollectorConfig read(String file, String text, Map<String, String> environment) {
    YamlDocument document = YamlDocument.parse(file, text, NodeCollectorConfig.SCHEMA);
    NodeCollectorFile written = document.as(NodeCollectorFile.class);
    Path parent = Path.of(file).toAbsolutePath().getParent();
    Path base = parent == null ? Path.of("/") : parent;

    List<Problem> problems = new ArrayList<>();
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < written.workloads().size(); i++) {
      try {
        rules.add(written.workloads().get(i).rule(base, environment));
      } catch (IllegalArgumentException e) {
        problems.add(document.problemAtKey("/workloads/" + i, String.valueOf(e.getMessage())));
      }
    }
    Otlp otlp = null;
    try {
      otlp = written.otlp().otlp();
    } catch (IllegalArgumentException e) {
      problems.add(document.problemAtKey("/otlp/endpoint", String.valueOf(e.getMessage())));
    }
    KubeletSettings kubelet = null;
    if (written.kubelet() != null) {
      try {
        kubelet = written.kubelet().settings(base);
      } catch (IllegalArgumentException e) {
        problems.add(document.problemAtKey("/kubelet", String.valueOf(e.getMessage())));
      }
    }
    if (otlp == null || !problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    try {
      Duration interval = Objects.requireNonNullElse(written.interval(), Duration.ofSeconds(10));
      Optional<Path> state = Optional.ofNullable(written.stateFile()).map(base::resolve);
      return new NodeCollectorConfig(interval, otlp, rules, state, Optional.ofNullable(kubelet));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          List.of(document.problemAt("", String.valueOf(e.getMessage()))));
    }
  }
}
