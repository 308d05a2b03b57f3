package dev.headroom.autoscaler.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.DecisionJson;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.engine.Engine;
import dev.headroom.autoscaler.engine.Evaluation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes recorded decisions again, from the usage they were made from, and compares them bit by bit.
 *
 * <p>Taken from the record, since it is not the policy's: what the cluster had ({@code
 * fromCapacity}; a capacity that somebody else changed is always recorded), whether decisions were
 * carried out at the time, and what became of each. Everything else, numbers and words, is worked
 * out again.
 */
public final class DecisionReplay implements UsageListener {
  /** Of the recorded decisions of one evaluation of a pool. */
  private record At(String pool, Instant time) {}

  /**
   * A decision that did not come out as it was recorded.
   *
   * @param recorded value of the record; empty if there is none
   * @param replayed as it came out now; empty if it did not
   */
  public record Difference(String id, Instant time, String recorded, String replayed) {}

  private final Instant from;
  private final Instant to;
  private final Engine engine;
  private final Map<At, Map<String, RecordedDecision>> recorded = new HashMap<>();
  private final Map<WorkloadId, Integer> replicas = new HashMap<>();
  private final Map<String, Integer> machines = new HashMap<>();
  private final Map<String, Integer> placeholders = new HashMap<>();
  private final Map<String, Integer> sellable = new HashMap<>();
  private final Map<String, Boolean> acting = new HashMap<>();
  private final List<Difference> differences = new ArrayList<>();
  private long equal;

  /**
   * @param config of the autoscaler that decided
   * @param decisions values of the topic, oldest first; of those with the same id the last counts
   * @param from decisions before it are made again, but not compared
   * @param to those at it or later, too
   */
  public DecisionReplay(
      AutoscalerConfig config, List<RecordedDecision> decisions, Instant from, Instant to) {
    this.engine = new Engine(config);
    this.from = from;
    this.to = to;
    for (RecordedDecision decision : decisions) {
      recorded
          .computeIfAbsent(new At(decision.pool(), decision.time()), at -> new TreeMap<>())
          .put(decision.id(), decision);
    }
  }

  @Override
  public void observe(int partition, long offset, String tenant, byte[] request, Instant appended) {
    engine.observe(partition, offset, tenant, request, appended);
  }

  @Override
  public void evaluate(Set<Integer> lagging) {
    for (Evaluation evaluation : engine.due(lagging)) {
      evaluate(evaluation);
    }
  }

  private void evaluate(Evaluation evaluation) {
    At at = new At(evaluation.pool(), evaluation.time());
    Map<String, RecordedDecision> expected = recorded.getOrDefault(at, Map.of());
    recorded.remove(at);
    for (RecordedDecision decision : expected.values()) {
      state(decision);
    }
    ClusterState state = ClusterState.of(replicas, machines, placeholders, sellable);
    boolean acts = acting.getOrDefault(evaluation.pool(), true);
    Map<String, RecordedDecision> missing = new TreeMap<>(expected);
    for (Decision made : engine.evaluate(evaluation, state, acts)) {
      RecordedDecision record = missing.remove(made.id());
      Decision done = record == null ? made : outcome(made, record);
      engine.completed(done);
      if (done.changes() && done.result() == Result.APPLIED) {
        apply(done);
      }
      compare(done, record == null ? "" : record.json());
    }
    missing.values().forEach(m -> differ(m.id(), m.time(), m.json(), ""));
  }

  private void state(RecordedDecision decision) {
    WorkloadId workload = decision.workload();
    if (workload != null) {
      replicas.put(workload, decision.from());
      return;
    }
    ofPool(decision.kind()).put(decision.pool(), decision.from());
    JsonNode mark = decision.tree().path("inputs").path(Decision.ACTING);
    if (!mark.isMissingNode()) {
      acting.put(decision.pool(), mark.asText().equals("1"));
    }
  }

  private Map<String, Integer> ofPool(Kind kind) {
    return switch (kind) {
      case WARM -> placeholders;
      case SELL -> sellable;
      default -> machines;
    };
  }

  private void apply(Decision decision) {
    WorkloadId workload = decision.subject().workload();
    if (workload == null) {
      ofPool(decision.kind()).put(decision.subject().pool(), decision.to());
    } else {
      replicas.put(workload, decision.to());
    }
  }

  /** The decision with what became of the recorded one. */
  private static Decision outcome(Decision made, RecordedDecision record) {
    String result = record.tree().path("result").asText();
    JsonNode error = record.tree().path("error");
    if (!made.changes()) {
      return made;
    }
    if (result.equals(Result.RECOMMENDED.text())) {
      return made.recommended();
    }
    if (error.isNull() || error.isMissingNode()) {
      return made;
    }
    if (result.equals(Result.FAILED.text())) {
      return made.failed(error.asText());
    }
    boolean limited = record.tree().path("rule").asText().equals(Rule.RATE_LIMITED.text());
    return limited ? made.rateLimited(error.asText()) : made.tooLate(error.asText());
  }

  private void compare(Decision made, String json) {
    String again = DecisionJson.write(made);
    if (!again.equals(json)) {
      differ(made.id(), made.time(), json, again);
    } else if (isWanted(made.time())) {
      equal++;
    }
  }

  private void differ(String id, Instant time, String before, String again) {
    if (isWanted(time)) {
      differences.add(new Difference(id, time, before, again));
    }
  }

  private boolean isWanted(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  /** How many came out bit by bit as they were recorded. */
  public long equal() {
    return equal;
  }

  /**
   * Those that did not, oldest first; to be asked after all usage was read. Decisions of an
   * evaluation that the usage does not give are among them.
   */
  public List<Difference> differences() {
    List<Difference> all = new ArrayList<>(differences);
    for (Map<String, RecordedDecision> left : recorded.values()) {
      for (RecordedDecision decision : left.values()) {
        if (isWanted(decision.time())) {
          all.add(new Difference(decision.id(), decision.time(), decision.json(), ""));
        }
      }
    }
    all.sort(Comparator.comparing(Difference::time).thenComparing(Difference::id));
    return all;
  }
}
