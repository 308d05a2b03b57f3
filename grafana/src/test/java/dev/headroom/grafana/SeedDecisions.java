package dev.headroom.grafana;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decisions as the topic's reference describes them: a pool and a workload over a day, every kind
 * of result, and failures towards the end.
 */
final class SeedDecisions {
  static final String POOL = "shared";

  private static final Duration STEP = Duration.ofMinutes(10);
  private static final List<String> RESULTS = List.of("applied", "recommended", "held", "failed");
  private static final Map<String, String> RULES =
      Map.of(
          "applied", "above-target",
          "recommended", "below-target",
          "held", "stale-metrics",
          "failed", "above-target");

  private final ObjectMapper json = new ObjectMapper();
  private final String tenant;
  private final Instant end;

  SeedDecisions(String tenant, Instant end) {
    this.tenant = tenant;
    this.end = end;
  }

  /** JSON values, by key: the tenant's id, or the pool's name. */
  record Decision(String key, String value) {}

  List<Decision> all() {
    List<Decision> all = new ArrayList<>();
    for (int step = 1; step <= 144; step++) {
      Instant time = end.minus(STEP.multipliedBy(144 - step));
      all.add(new Decision(tenant, scale(step, time).toString()));
      if (step % 6 == 0) {
        all.add(new Decision(POOL, overbook(step, time).toString()));
      }
    }
    return all;
  }

  private ObjectNode scale(int step, Instant time) {
    String result = step > 141 ? "failed" : RESULTS.get(step % RESULTS.size());
    int from = 2 + step % 5;
    ObjectNode decision = decision("scale", step, time, result);
    decision.put("tenantId", tenant).put("workload", tenant + "-db").put("policy", "reactive");
    decision.put("rule", RULES.get(result)).put("unit", "{replica}");
    decision.put("fromCapacity", Integer.toString(from));
    decision.put("toCapacity", Integer.toString(result.equals("held") ? from : from + 1));
    decision.putObject("inputs").put("usedCores", "3.2").put("newestPointAgeSeconds", "4");
    decision.putArray("bounds").add(result.equals("held") ? "stale-metrics" : "max-up-factor");
    decision.put("sentence", "%s-db runs on %d replicas.".formatted(tenant, from));
    decision.put("error", result.equals("failed") ? "the cluster did not answer in 2 s" : null);
    return decision;
  }

  private ObjectNode overbook(int step, Instant time) {
    int machines = 4 + step / 6 % 3;
    ObjectNode decision = decision("overbook", step, time, "applied");
    decision.putNull("tenantId").putNull("workload").put("policy", "joint-peak");
    decision.put("rule", "joint-peak").put("unit", "{machine}");
    decision.put("fromCapacity", "4").put("toCapacity", Integer.toString(machines));
    decision
        .putObject("inputs")
        .put("reservedCores", "60")
        .put("jointPeakCores", "28.5")
        .put("machineCores", "8")
        .put("overbookingRatio", String.format(Locale.ROOT, "%.3f", 60.0 / (8 * machines)));
    decision.putArray("bounds");
    decision.put("sentence", "Pool %s runs on %d machines.".formatted(POOL, machines));
    decision.putNull("error");
    return decision;
  }

  private ObjectNode decision(String kind, int step, Instant time, String result) {
    return json.createObjectNode()
        .put("decisionId", String.format(Locale.ROOT, "%08x%024x", kind.hashCode(), step))
        .put("time", time.toString())
        .put("pool", POOL)
        .put("kind", kind)
        .put("result", result)
        .put("expected", "Utilisation near the target.");
  }
}
