package dev.headroom.autoscaler.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.config.SimulatedSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Several instances on the topics of one fleet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedPoolsTest {
  private final AutoscalerStand stand = AutoscalerStand.start();

  @AfterAll
  void stop() {
    stand.close();
  }

  private static Path state(AutoscalerConfig config) {
    return ((SimulatedSettings) config.cluster()).state();
  }

  /** The scenario's, with a pool for each tenant, of which an instance has some. */
  private static AutoscalerConfig instance(
      AutoscalerConfig config, String name, Map<String, WorkloadId> pools) {
    KafkaSettings kafka = config.kafka();
    return new AutoscalerConfig(
        new KafkaSettings(
            kafka.bootstrapServers(),
            kafka.groupId() + name,
            kafka.usageTopic(),
            kafka.decisionsTopic(),
            kafka.properties()),
        config.mode(),
        config.evaluateEvery(),
        config.staleAfter(),
        config.freezes(),
        config.memory().resolveSibling(name + "-memory.json"),
        new SimulatedSettings(config.memory().resolveSibling(name + "-cluster.json"), 0),
        pools.keySet().stream().map(Configs::pool).toList(),
        pools.entrySet().stream()
            .map(pool -> Configs.workload(pool.getValue(), pool.getKey()))
            .toList(),
        config.resilience());
  }

  /**
   * Each reads the whole topic, and decides about its own pools as if it were alone; and an
   * instance that is split by copies of its memory leaves them where it was.
   */
  @Test
  void instancesShareTheWorkByPools() throws Exception {
    AutoscalerStand.Scenario alone = stand.scenario();
    stand.publish(alone, 0, 90);
    AutoscalerConfig whole =
        instance(alone.config(), "whole", Map.of("a", Configs.ACME, "b", Configs.BOREALIS));
    AutoscalerStand.runUntilCaughtUp(
        new AutoscalerStand.Scenario(whole, alone.usage(), alone.decisions()));
    AutoscalerStand.Scenario shared = stand.scenario();
    AutoscalerConfig before =
        instance(shared.config(), "before", Map.of("a", Configs.ACME, "b", Configs.BOREALIS));
    stand.publish(shared, 0, 40);
    AutoscalerStand.runUntilCaughtUp(
        new AutoscalerStand.Scenario(before, shared.usage(), shared.decisions()));
    AutoscalerConfig one = instance(shared.config(), "first", Map.of("a", Configs.ACME));
    AutoscalerConfig other = instance(shared.config(), "second", Map.of("b", Configs.BOREALIS));
    for (AutoscalerConfig part : List.of(one, other)) {
      Files.copy(before.memory(), part.memory());
      Files.copy(state(before), state(part));
    }
    stand.publish(shared, 41, 90);
    try (Autoscaler first = Autoscaler.start(one);
        Autoscaler second = Autoscaler.start(other)) {
      assertThat(first.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
      assertThat(second.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
    }
    assertThat(AutoscalerStand.byIdWithoutRepetition(stand.decisions(shared)))
        .hasSizeGreaterThan(10)
        .isEqualTo(AutoscalerStand.byIdWithoutRepetition(stand.decisions(alone)));
  }
}
