package dev.headroom.cli.autoscaler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.autoscaler.decision.Words;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One decision in words.
 *
 * @param decision a row of the view of decisions
 * @param next the one after it about the same workload or pool
 */
public record DecisionStory(JsonNode decision, Optional<JsonNode> next) {
  private static final Map<String, String> INPUTS =
      Map.ofEntries(
          Map.entry("usedCores", "cores in use, the mean of the evaluation's interval"),
          Map.entry("cpuPerReplicaCores", "cores of a replica"),
          Map.entry("targetRatio", "share of its cores that a replica should use"),
          Map.entry("toleranceRatio", "distance from the target at which nothing is done"),
          Map.entry("newestPointAgeSeconds", "age of the newest point, in seconds"),
          Map.entry("missingReporters", "reporters that fell silent"),
          Map.entry("forecastCores", "cores that it will use at most, by the forecast"),
          Map.entry("forecastCoverageRatio", "how often that should be enough"),
          Map.entry("forecastExceededRatio", "how often such forecasts were exceeded of late"),
          Map.entry("forecastOutcomes", "forecasts whose outcome is known"),
          Map.entry("forecastLeadSeconds", "how far ahead the forecast looks, in seconds"),
          Map.entry("reservedCores", "cores that the tenants reserve together"),
          Map.entry("jointPeakCores", "cores that they are expected to use together at most"),
          Map.entry("machineCores", "cores of a machine"),
          Map.entry("overbookingRatio", "reserved cores for each core there is"),
          Map.entry("workloadsWithoutFreshMetrics", "workloads that say nothing fresh"),
          Map.entry("cpuPerUnitCores", "cores of a unit, in all pods"),
          Map.entry("cpuPerPlaceholderCores", "cores of a placeholder"),
          Map.entry("takenCores", "cores that started replicas took while one could be replaced"),
          Map.entry("mostTakenCores", "the most of that in a day"),
          Map.entry("memoryPerUnitBytes", "bytes of memory of a unit"),
          Map.entry("memoryPeakBytes", "bytes that a pod used at most in the last day"),
          Map.entry("oomKills", "processes killed for lack of memory since the evaluation before"),
          Map.entry("budgetPerDay", "what its machines may cost in a day"),
          Map.entry("spentToday", "what they have cost since midnight in UTC"),
          Map.entry("carriedCores", "cores of all the machines it may have"),
          Map.entry("sellableRatio", "how often each of them may be sold"),
          Map.entry("unevennessRatio", "cores for each that can be used before a machine is full"),
          Map.entry("warmCores", "cores kept for replicas that start"),
          Map.entry("usagePartition", "partition of usage with the record that made it due"),
          Map.entry("usageOffset", "offset of that record; what was appended before it was read"),
          Map.entry("outcomeEvaluations", "evaluations since the record before"),
          Map.entry("outcomeViolations", "of those, how many lacked capacity"),
          Map.entry("outcomeMachineHours", "machine hours held since then"),
          Map.entry("outcomeUsedCoreHours", "core hours used since then"),
          Map.entry("outcomeMissingCoreHours", "core hours that were missing since then"),
          Map.entry("outcomeCost", "what those machines cost"),
          Map.entry("outcomePenalty", "what was missing cost"),
          Map.entry("outcomeRevenue", "what the used cores earned"),
          Map.entry("outcomeMargin", "what is left of that"),
          Map.entry("acting", "1 if what was decided was to be carried out"));

  private static final Map<String, String> BOUNDS =
      Map.ofEntries(
          Map.entry("max-replicas", "the most replicas it may have"),
          Map.entry("min-replicas", "the fewest replicas it may have"),
          Map.entry("max-machines", "the most machines the pool may have"),
          Map.entry("min-machines", "the fewest machines the pool may have"),
          Map.entry("budget", "what its machines may cost in a day"),
          Map.entry("most-sold", "how often a core may be sold at most"),
          Map.entry("reserved", "what is reserved already"),
          Map.entry("max-placeholders", "the most placeholders the pool may have"),
          Map.entry("min-placeholders", "the fewest placeholders the pool may have"),
          Map.entry("max-up-factor", "how much one step may add"),
          Map.entry("max-down-factor", "how much one step may take away"),
          Map.entry("scale-up-cooldown", "the time between two scale-ups"),
          Map.entry("scale-down-cooldown", "the highest need of the time before"),
          Map.entry("rolled-back", "that a scale-down was taken back not long ago"),
          Map.entry("rate-limit", "how often the cluster manager may be called"));

  /** Several lines. */
  public void print(PrintWriter out) {
    out.println(text("sentence"));
    out.printf(
        "  %s at %s, policy %s, rule %s, %s%n",
        text("decision_id"), text("time"), text("policy"), text("rule"), text("result"));
    out.println();
    out.println("What was seen");
    Map<String, String> inputs = new TreeMap<>();
    decision
        .path("inputs")
        .properties()
        .forEach(e -> inputs.put(e.getKey(), e.getValue().asText()));
    int width = inputs.values().stream().mapToInt(String::length).max().orElse(0);
    inputs.forEach(
        (name, value) ->
            out.printf(
                "  %s  %s%n",
                " ".repeat(width - value.length()) + value, INPUTS.getOrDefault(name, name)));
    List<String> bounds = new ArrayList<>();
    decision.path("bounds").forEach(b -> bounds.add(BOUNDS.getOrDefault(b.asText(), b.asText())));
    out.printf("What limited it%n  %s%n", bounds.isEmpty() ? "nothing" : String.join("; ", bounds));
    out.printf("What it should bring%n  %s%n", text("expected"));
    out.printf("What came of it%n  %s%n", outcome());
  }

  private String outcome() {
    if (!text("error").isEmpty()) {
      return "it was not done: " + text("error");
    }
    if (next.isEmpty()) {
      return "nothing later is recorded about it yet";
    }
    JsonNode later = next.get();
    Duration passed =
        Duration.between(Instant.parse(text("time")), Instant.parse(later.path("time").asText()));
    String when = "%d min later, at the next record, ".formatted(passed.toMinutes());
    return when + inBetween(later) + "; then: " + later.path("sentence").asText();
  }

  /** From this decision until the one after it. */
  private static String inBetween(JsonNode later) {
    BigDecimal taken = input(later, "takenCores");
    if (taken != null) {
      return "started replicas had taken %s cores while one could be replaced"
          .formatted(Words.amount(taken));
    }
    BigDecimal evaluations = input(later, "outcomeEvaluations");
    BigDecimal violations = input(later, "outcomeViolations");
    if (evaluations == null || violations == null || evaluations.signum() == 0) {
      return "it was not known what it used (%s)".formatted(later.path("rule").asText());
    }
    String enough =
        violations.signum() == 0
            ? "it had been enough at each of %s evaluations".formatted(Words.amount(evaluations))
            : "it had been too little at %s of %s evaluations"
                .formatted(Words.amount(violations), Words.amount(evaluations));
    return enough + money(later);
  }

  private static String money(JsonNode later) {
    BigDecimal cost = input(later, "outcomeCost");
    BigDecimal penalty = input(later, "outcomePenalty");
    BigDecimal margin = input(later, "outcomeMargin");
    if (cost == null || penalty == null) {
      return "";
    }
    String spent =
        ", machines had cost %s and what was missing %s"
            .formatted(Words.amount(cost), Words.amount(penalty));
    return margin == null ? spent : spent + ", and the margin was " + Words.amount(margin);
  }

  private static @Nullable BigDecimal input(JsonNode row, String name) {
    String value = row.path("inputs").path(name).asText();
    return value.isEmpty() ? null : new BigDecimal(value);
  }

  private String text(String column) {
    return decision.path(column).asText();
  }
}
