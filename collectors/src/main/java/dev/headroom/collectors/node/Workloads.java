package dev.headroom.collectors.node;

import dev.headroom.collectors.node.NodeCollectorConfig.Rule;
import dev.headroom.collectors.node.WorkloadMatch.TenantFrom;
import dev.headroom.usage.TenantId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Optional;

/** The rules: which of them takes a control group, a process or the machine. */
final class Workloads {
  static final AttributeKey<String> WORKLOAD = AttributeKey.stringKey("headroom.workload");

  private final List<Rule> rules;

  Workloads(List<Rule> rules) {
    this.rules = rules;
  }

  List<Rule> rules() {
    return rules;
  }

  /**
   * A rule's claim.
   *
   * @param rule index of the rule
   * @param workload its name among those of the rule
   */
  record Claim(int rule, String workload) {
    Series series(NodeMetric metric, Attributes further) {
      return new Series(rule, metric, further.toBuilder().put(WORKLOAD, workload).build());
    }

    Series series(NodeMetric metric) {
      return series(metric, Attributes.empty());
    }
  }

  /**
   * A rule's claim to a pod.
   *
   * @param tenant what its points say; empty if the token says it
   */
  record PodClaim(Claim claim, String tenant) {
    Series series(NodeMetric metric, Attributes further) {
      return claim.series(
          metric,
          tenant.isEmpty() ? further : further.toBuilder().put("tenant.id", tenant).build());
    }
  }

  /** The first rule that takes a pod. */
  Optional<PodClaim> ofPod(PodFacts pod) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).match() instanceof WorkloadMatch.Pod match && takes(match, pod)) {
        Optional<String> tenant = tenant(match.tenantFrom(), pod);
        if (tenant.isPresent()) {
          Claim claim = new Claim(i, pod.namespace() + "/" + pod.name());
          return Optional.of(new PodClaim(claim, tenant.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean takes(WorkloadMatch.Pod match, PodFacts pod) {
    return match.namespace().matches(pod.namespace())
        && match.labels().entrySet().stream()
            .allMatch(
                e -> {
                  String value = pod.labels().get(e.getKey());
                  return value != null && e.getValue().matches(value);
                });
  }

  private static Optional<String> tenant(TenantFrom from, PodFacts pod) {
    if (from instanceof TenantFrom.Rule) {
      return Optional.of("");
    }
    String name =
        from instanceof TenantFrom.Label label
            ? pod.labels().getOrDefault(label.key(), "")
            : pod.namespace();
    try {
      return Optional.of(new TenantId(name).value());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean wantPods() {
    return rules.stream().anyMatch(r -> r.match() instanceof WorkloadMatch.Pod);
  }

  /** Whether a control group is a pod's, or of one, and belongs to rules for pods alone. */
  boolean isOfPods(String cgroup) {
    return wantPods() && cgroup.contains("kubepods");
  }

  /** A process as rules see it. */
  record ProcessFacts(String command, String user, String uid, List<String> cgroups) {}

  Optional<Claim> ofCgroup(String path) {
    if (isOfPods(path)) {
      return Optional.empty();
    }
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).match() instanceof WorkloadMatch.Cgroup c && c.path().matches(path)) {
        return Optional.of(new Claim(i, path));
      }
    }
    return Optional.empty();
  }

  /**
   * The first rule that takes a process.
   *
   * @param byCgroup whether rules for control groups apply to single processes, since the groups
   *     themselves cannot be read
   */
  Optional<Claim> ofProcess(ProcessFacts process, boolean byCgroup) {
    if (process.cgroups().stream().anyMatch(this::isOfPods)) {
      return Optional.empty();
    }
    if (byCgroup) {
      for (String cgroup : process.cgroups()) {
        Optional<Claim> claim = ofOutermost(cgroup);
        if (claim.isPresent()) {
          return claim;
        }
      }
    }
    for (int i = 0; i < rules.size(); i++) {
      WorkloadMatch match = rules.get(i).match();
      if (match instanceof WorkloadMatch.Command c && c.name().matches(process.command())) {
        return Optional.of(new Claim(i, process.command()));
      }
      if (match instanceof WorkloadMatch.User u
          && (u.name().equals(process.user()) || u.name().equals(process.uid()))) {
        return Optional.of(new Claim(i, process.user()));
      }
    }
    return Optional.empty();
  }

  private Optional<Claim> ofOutermost(String path) {
    for (int end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
      String outer = end < 0 ? path : path.substring(0, end);
      Optional<Claim> claim = outer.equals("/") ? Optional.empty() : ofCgroup(outer);
      if (claim.isPresent() || end < 0) {
        return claim;
      }
    }
  }

  Optional<Claim> ofMachine(String host) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).match() instanceof WorkloadMatch.Machine) {
        return Optional.of(new Claim(i, host));
      }
    }
    return Optional.empty();
  }

  boolean wantCgroups() {
    return rules.stream().anyMatch(r -> r.match() instanceof WorkloadMatch.Cgroup);
  }

  boolean wantProcesses() {
    return rules.stream()
        .map(Rule::match)
        .anyMatch(m -> m.rank() < 2 && !(m instanceof WorkloadMatch.Pod));
  }
}
