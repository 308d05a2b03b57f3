package dev.headroom.autoscaler.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.cluster.SimulatedCluster;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.config.UnitSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.replay.DecisionReplay;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From usage in a real Kafka to decisions in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoscalerTest {
  @TempDir private Path shared = Path.of("");
  private final AutoscalerStand stand = AutoscalerStand.start();

  @AfterAll
  void stop() {
    stand.close();
  }

  @Test
  void decidesActsAndRecords() throws Exception {
    AutoscalerStand.Scenario scenario = stand.scenario();
    stand.publish(scenario, 0, 120);
    AutoscalerStand.runUntilCaughtUp(scenario);
    List<JsonNode> decisions = stand.decisions(scenario);
    assertThat(decisions)
        .extracting(d -> d.required("sentence").asText())
        .anyMatch(s -> s.startsWith("Scaled acme/acme-db from 1 to 2 replicas: "))
        .anyMatch(s -> s.matches("Scaled borealis/borealis-db from \\d+ to \\d+ replicas: .*"))
        .anyMatch(s -> s.startsWith("Grew pool shared from 1 to "));
    int replicas = last(decisions, "acme");
    assertThat(replicas).as("3 of 4 cores are within a tenth of 70 %").isEqualTo(8);
    ClusterState state = SimulatedCluster.open(scenario.config()).state();
    assertThat(state.replicas())
        .containsEntry(Configs.ACME, replicas)
        .containsEntry(Configs.BOREALIS, last(decisions, "borealis"));
    AutoscalerStand.assertThatItReplays(scenario);
  }

  private static int last(List<JsonNode> decisions, String tenant) {
    return decisions.stream()
        .filter(d -> d.path("tenantId").asText().equals(tenant))
        .reduce((first, second) -> second)
        .orElseThrow()
        .required("toCapacity")
        .asInt();
  }

  @Test
  void startedAgainItGoesOnAsIfItHadNeverStopped() throws Exception {
    AutoscalerStand.Scenario undisturbed = stand.scenario();
    stand.publish(undisturbed, 0, 120);
    AutoscalerStand.runUntilCaughtUp(undisturbed);
    AutoscalerStand.Scenario interrupted = stand.scenario();
    for (int minute = 0; minute < 120; minute += 41) {
      stand.publish(interrupted, minute, Math.min(120, minute + 40));
      AutoscalerStand.runUntilCaughtUp(interrupted);
    }
    List<JsonNode> expected = stand.decisions(undisturbed);
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(AutoscalerStand.byIdWithoutRepetition(stand.decisions(interrupted)))
        .isEqualTo(AutoscalerStand.byIdWithoutRepetition(expected));
    AutoscalerStand.assertThatItReplays(interrupted);
  }

  /** Dies, once, as if killed, when it is told to do something. */
  private static final class Deadly implements ClusterManager {
    private final ClusterManager cluster;
    private int left;

    Deadly(ClusterManager cluster, int left) {
      this.cluster = cluster;
      this.left = left;
    }

    @Override
    public ClusterState state() throws ClusterException {
      return cluster.state();
    }

    @Override
    public synchronized void scale(WorkloadId workload, int from, int to) throws ClusterException {
      if (--left == 0) {
        throw new StackOverflowError("killed");
      }
      cluster.scale(workload, from, to);
    }

    @Override
    public void resize(String pool, int from, int to) throws ClusterException {
      cluster.resize(pool, from, to);
    }

    @Override
    public void sell(String pool, int from, int to) throws ClusterException {
      cluster.sell(pool, from, to);
    }

    @Override
    public void keepWarm(String pool, int from, int to) throws ClusterException {
      cluster.keepWarm(pool, from, to);
    }
  }

  /** KEDA is told of replicas alone: units are none. */
  @Test
  void whoAsksForReplicasIsNotToldOfUnits() {
    AutoscalerStand.Scenario scenario = stand.scenario();
    WorkloadSettings acme = scenario.config().workloads().get(0);
    WorkloadSettings resized =
        new WorkloadSettings(
            acme.id(),
            acme.pool(),
            acme.replicas(),
            acme.cpuPerReplica(),
            acme.policy(),
            false,
            null,
            new UnitSettings(1, acme.cpuPerReplica(), null));
    AutoscalerConfig config = scenario.config();
    try (Autoscaler autoscaler =
        Autoscaler.start(
            Configs.with(config, config.pools(), List.of(resized, config.workloads().get(1))))) {
      assertThat(autoscaler.workloads()).containsExactly(Configs.BOREALIS);
    }
  }

  @Test
  void whatItDiedOverIsDoneWhenItIsBack() throws Exception {
    AutoscalerStand.Scenario undisturbed = stand.scenario();
    stand.publish(undisturbed, 0, 120);
    AutoscalerStand.runUntilCaughtUp(undisturbed);
    AutoscalerStand.Scenario killed = stand.scenario();
    stand.publish(killed, 0, 120);
    for (int round = 0; round < 3; round++) {
      ClusterManager deadly = new Deadly(SimulatedCluster.open(killed.config()), 2);
      try (Autoscaler autoscaler = Autoscaler.start(killed.config(), deadly)) {
        assertThat(autoscaler.awaitCaughtUp(AutoscalerStand.LIMIT)).isFalse();
        assertThat(autoscaler.failure()).hasValueSatisfying(m -> assertThat(m).contains("killed"));
      }
    }
    AutoscalerStand.runUntilCaughtUp(killed);
    assertThat(AutoscalerStand.byIdWithoutRepetition(stand.decisions(killed)))
        .isEqualTo(AutoscalerStand.byIdWithoutRepetition(stand.decisions(undisturbed)));
    assertThat(SimulatedCluster.open(killed.config()).state())
        .isEqualTo(SimulatedCluster.open(undisturbed.config()).state());
    AutoscalerStand.assertThatItReplays(killed);
  }

  @Test
  void aFaultyClusterManagerIsAskedAgain() throws Exception {
    AutoscalerStand.Scenario scenario =
        stand.scenario(Mode.ACT, 2, new ResilienceSettings(3, 1000, 1, 90));
    stand.publish(scenario, 0, 60);
    AutoscalerStand.runUntilCaughtUp(scenario);
    assertThat(stand.decisions(scenario))
        .extracting(d -> d.required("result").asText())
        .contains("applied")
        .doesNotContain("failed");
  }

  @Test
  void whatTheClusterManagerDidNotDoIsRecordedAndDecidedAgain() throws Exception {
    AutoscalerStand.Scenario scenario =
        stand.scenario(Mode.ACT, 2, new ResilienceSettings(0, 1000, 1, 100));
    stand.publish(scenario, 0, 60);
    AutoscalerStand.runUntilCaughtUp(scenario);
    List<JsonNode> failed =
        stand.decisions(scenario).stream()
            .filter(d -> d.required("result").asText().equals("failed"))
            .toList();
    assertThat(failed)
        .isNotEmpty()
        .allSatisfy(
            d -> {
              assertThat(d.required("sentence").asText()).startsWith("Could not ");
              assertThat(d.required("error").asText())
                  .isEqualTo("the simulated cluster fails, as it was told to");
            });
    assertThat(SimulatedCluster.open(scenario.config()).state().replicas().get(Configs.ACME))
        .isGreaterThan(2);
    AutoscalerStand.assertThatItReplays(scenario);
  }

  @Test
  void recommendingChangesNothing() throws Exception {
    AutoscalerStand.Scenario scenario =
        stand.scenario(Mode.RECOMMEND, 0, ResilienceSettings.DEFAULT);
    stand.publish(scenario, 0, 30);
    AutoscalerStand.runUntilCaughtUp(scenario);
    assertThat(stand.decisions(scenario))
        .filteredOn(d -> d.path("tenantId").asText().equals("borealis"))
        .extracting(d -> d.required("sentence").asText())
        .anyMatch(s -> s.startsWith("Would scale borealis/borealis-db from 1 to 2 replicas"));
    assertThat(SimulatedCluster.open(scenario.config()).state().replicas())
        .containsEntry(Configs.BOREALIS, 1);
    AutoscalerStand.assertThatItReplays(scenario);
  }

  @Test
  void whatIsWantedIsToldOfNowAndNotOfThePast() throws Exception {
    AutoscalerStand.Scenario past =
        stand.scenario(Mode.RECOMMEND, 0, ResilienceSettings.DEFAULT, "CreateTime");
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    stand.publish(past, 0, 30, minute -> yesterday.plus(Duration.ofMinutes(minute)));
    try (Autoscaler autoscaler = Autoscaler.start(past.config())) {
      assertThat(autoscaler.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
      assertThat(autoscaler.workloads()).containsExactly(Configs.ACME, Configs.BOREALIS);
      assertThat(autoscaler.of(Configs.BOREALIS)).isEmpty();
      stand.publish(past, 31, 60);
      assertThat(autoscaler.awaitCaughtUp(AutoscalerStand.LIMIT)).isTrue();
      // One step is at most twice as many, and of what is recommended nothing is done.
      assertThat(autoscaler.of(Configs.BOREALIS)).hasValue(2);
      assertThat(autoscaler.of(new WorkloadId("acme", "stranger"))).isEmpty();
    }
  }

  @Test
  void catchingUpWithThePastChangesNothing() throws Exception {
    AutoscalerStand.Scenario scenario =
        stand.scenario(Mode.ACT, 0, ResilienceSettings.DEFAULT, "CreateTime");
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    stand.publish(scenario, 0, 90, minute -> yesterday.plus(Duration.ofMinutes(minute)));
    AutoscalerStand.runUntilCaughtUp(scenario);
    assertThat(stand.decisions(scenario))
        .filteredOn(d -> !d.required("fromCapacity").equals(d.required("toCapacity")))
        .isNotEmpty()
        .allSatisfy(
            d -> {
              assertThat(d.required("rule").asText()).isEqualTo("stale-metrics");
              assertThat(d.required("result").asText()).isEqualTo("held");
              assertThat(d.required("sentence").asText())
                  .startsWith("Held back the ")
                  .contains("what is older than 180 s is of the past");
            });
    assertThat(SimulatedCluster.open(scenario.config()).state())
        .isEqualTo(
            ClusterState.of(
                Map.of(Configs.ACME, 1, Configs.BOREALIS, 1),
                Map.of(Configs.POOL, 1),
                Map.of(),
                Map.of()));
    stand.publish(scenario, 91, 100, minute -> Instant.now());
    AutoscalerStand.runUntilCaughtUp(scenario);
    assertThat(SimulatedCluster.open(scenario.config()).state().replicas())
        .as("what arrives now counts, twice as many at a time")
        .containsEntry(Configs.ACME, 8);
    AutoscalerStand.assertThatItReplays(scenario);
  }

  @Test
  void aForecastGoesOnOverRestartsAndReplays() throws Exception {
    AutoscalerStand.Scenario written = stand.scenario();
    AutoscalerStand.Scenario scenario =
        new AutoscalerStand.Scenario(
            Configs.keepingWarm(Configs.foreseeing(written.config())),
            written.usage(),
            written.decisions());
    for (int minute = 0; minute < 120; minute += 31) {
      stand.publish(scenario, minute, Math.min(120, minute + 30));
      AutoscalerStand.runUntilCaughtUp(scenario);
    }
    assertThat(stand.decisions(scenario))
        .extracting(d -> d.required("rule").asText())
        .contains("forecast", "not-enough-history");
    assertThat(stand.decisions(scenario))
        .filteredOn(d -> d.required("kind").asText().equals("warm"))
        .extracting(d -> d.required("toCapacity").asText())
        .contains("0", "1");
    AutoscalerStand.assertThatItReplays(scenario);
  }

  /** Somebody scales by hand while the autoscaler is away. */
  @Test
  void aCapacityThatSomebodyElseChangedIsRecorded() throws Exception {
    AutoscalerStand.Scenario scenario = stand.scenario();
    stand.publish(scenario, 0, 40);
    AutoscalerStand.runUntilCaughtUp(scenario);
    SimulatedCluster byHand = SimulatedCluster.open(scenario.config());
    int before = byHand.state().replicas().getOrDefault(Configs.ACME, 0);
    byHand.scale(Configs.ACME, before, 7);
    stand.publish(scenario, 41, 60);
    AutoscalerStand.runUntilCaughtUp(scenario);
    assertThat(stand.decisions(scenario))
        .filteredOn(d -> d.path("tenantId").asText().equals("acme"))
        .extracting(d -> d.required("fromCapacity").asText())
        .contains("7");
    AutoscalerStand.assertThatItReplays(scenario);
  }

  @Test
  void whatOtherUsageWouldHaveGivenIsADifference() throws Exception {
    AutoscalerStand.Scenario scenario = stand.scenario();
    stand.publish(scenario, 0, 40);
    AutoscalerStand.runUntilCaughtUp(scenario);
    AutoscalerConfig other = Configs.foreseeing(scenario.config());
    RecordedTopics topics = new RecordedTopics(other.kafka());
    DecisionReplay replay =
        new DecisionReplay(other, topics.decisions(), CpuUsage.minute(0), CpuUsage.minute(20));
    topics.usage(replay, (read, all) -> {});
    assertThat(replay.equal()).isZero();
    assertThat(replay.differences())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.time()).isBefore(CpuUsage.minute(20)))
        .anySatisfy(d -> assertThat(d.recorded()).isEmpty())
        .anySatisfy(d -> assertThat(d.replayed()).isEmpty());
  }

  @Test
  void aRecordThatIsNoDecisionIsNamed() throws Exception {
    AutoscalerStand.Scenario scenario = stand.scenario();
    Properties properties = new Properties();
    properties.put("bootstrap.servers", stand.kafka().bootstrapServers());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      byte[] value = "{\"kind\": \"scale\"}".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(scenario.decisions(), "acme", value)).get();
    }
    RecordedTopics topics = new RecordedTopics(scenario.config().kafka());
    assertThatThrownBy(topics::decisions)
        .isInstanceOf(AutoscalerException.class)
        .hasMessageStartingWith(scenario.decisions() + ", partition 0, offset 0: a record is no")
        .hasMessageContaining("decisionId");
  }

  @Test
  void saysThatKafkaCannotBeReached() {
    AutoscalerConfig nowhere = Configs.inFolder(shared.resolve("nowhere"));
    assertThatThrownBy(() -> Autoscaler.start(nowhere))
        .isInstanceOf(AutoscalerException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:1 cannot be used: ");
  }

  @Test
  void saysWhichTopicsAreMissing() {
    AutoscalerConfig config = stand.scenario().config();
    KafkaSettings wrong =
        new KafkaSettings(
            stand.kafka().bootstrapServers(), "g", "usage-1", "no-such-topic", Map.of());
    assertThatThrownBy(
            () ->
                Autoscaler.start(
                    Configs.of(wrong, Mode.ACT, shared.resolve("x"), 0, config.resilience())))
        .isInstanceOf(AutoscalerException.class)
        .hasMessageContaining("lacks the topics: no-such-topic");
  }

  @Test
  void namesADamagedMemory() throws Exception {
    AutoscalerConfig config = stand.scenario().config();
    Files.createDirectories(config.memory().resolveSibling("."));
    for (String text : List.of("{", "{}", "{\"version\": 99}", "{\"version\": 1, \"engine\": 3}")) {
      Files.writeString(config.memory(), text);
      assertThatThrownBy(() -> Autoscaler.start(config))
          .as(text)
          .isInstanceOf(AutoscalerException.class)
          .hasMessageStartingWith(config.memory().toString());
    }
  }

  @Test
  void whileItRunsThereIsNoFailure() {
    try (Autoscaler autoscaler = Autoscaler.start(stand.scenario().config())) {
      assertThat(autoscaler.failure()).isEqualTo(Optional.empty());
      assertThat(autoscaler.decisions()).isZero();
    }
  }
}
