package dev.headroom.autoscaler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Subject;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.testing.Configs;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Machines of 4 cores for 0.40 an hour, replicas of half a core, a penalty of 1 for a core. */
class PoolOutcomeTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final WorkloadSettings ACME = Configs.workload(Configs.ACME, Configs.POOL);
  private static final WorkloadSettings BOREALIS = Configs.workload(Configs.BOREALIS, Configs.POOL);

  private static PoolOutcome outcome(@Nullable String revenue) {
    BigDecimal price = revenue == null ? null : new BigDecimal(revenue);
    return new PoolOutcome(
        Configs.pool(Configs.pool(Configs.POOL), null, null, price, null, null),
        Duration.ofMinutes(15));
  }

  private static void add(PoolTally tally, WorkloadSettings settings, int replicas, Demand demand) {
    Decision decision =
        new Decision(
            NOW,
            new Subject(Configs.POOL, settings.id()),
            Kind.SCALE,
            "reactive",
            Rule.WITHIN_BAND,
            replicas,
            replicas,
            Result.HELD,
            new TreeMap<>(),
            List.of(),
            "",
            "",
            null);
    tally.add(settings, decision, demand, BigDecimal.ZERO);
  }

  private static Demand cores(String cores) {
    return new Demand.Known(new BigDecimal(cores), NOW, 0);
  }

  /**
   * Half an hour: acme lacks 1 core of its own in its first half, both lack 2 of the pool's in the
   * second.
   */
  private static void halfAnHour(PoolOutcome outcome) {
    PoolTally first = new PoolTally(true);
    add(first, ACME, 2, cores("2"));
    add(first, BOREALIS, 2, cores("0.5"));
    outcome.add(1, first);
    PoolTally second = new PoolTally(true);
    add(second, ACME, 8, cores("4"));
    add(second, BOREALIS, 8, cores("2"));
    outcome.add(1, second);
  }

  private static Map<String, String> plain(SortedMap<String, BigDecimal> figures) {
    Map<String, String> plain = new TreeMap<>();
    figures.forEach((name, value) -> plain.put(name, value.toPlainString()));
    return plain;
  }

  @Test
  void costsWhatWasHeldAndWhatWasMissing() {
    PoolOutcome outcome = outcome(null);
    halfAnHour(outcome);
    assertThat(plain(outcome.figures()))
        .isEqualTo(
            Map.of(
                "outcomeEvaluations", "2",
                "outcomeViolations", "2",
                "outcomeMachineHours", "0.500000",
                "outcomeUsedCoreHours", "2.125000",
                "outcomeMissingCoreHours", "0.750000",
                "outcomeCost", "0.200000",
                "outcomePenalty", "0.750000"));
    outcome.startAnew();
    assertThat(plain(outcome.figures())).containsEntry("outcomeCost", "0.000000");
  }

  @Test
  void theMarginIsWhatIsLeft() {
    PoolOutcome outcome = outcome("0.8");
    halfAnHour(outcome);
    assertThat(plain(outcome.figures()))
        .containsEntry("outcomeRevenue", "1.700000")
        .containsEntry("outcomeMargin", "0.750000");
  }

  @Test
  void aWorkloadThatIsNotKnownLacksNothing() {
    PoolOutcome outcome = outcome(null);
    PoolTally tally = new PoolTally(true);
    add(tally, ACME, 2, new Demand.Missing(null));
    outcome.add(1, tally);
    assertThat(plain(outcome.figures()))
        .containsEntry("outcomeViolations", "0")
        .containsEntry("outcomeUsedCoreHours", "0.000000");
  }

  @Test
  void itIsRemembered() {
    PoolOutcome before = outcome("0.8");
    halfAnHour(before);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    before.write(json);
    PoolOutcome after = outcome("0.8");
    after.read(json);
    assertThat(after.figures()).isEqualTo(before.figures());
  }
}
