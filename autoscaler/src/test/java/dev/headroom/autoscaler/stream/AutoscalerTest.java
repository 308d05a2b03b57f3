package dev.headroom.autoscaler.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.cluster.SimulatedCluster;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.replay.DecisionReplay;
import dev.headroom.autoscaler.replay.RecordedDecision;
import dev.headroom.autoscaler.testing.Configs;
import dev.headroom.autoscaler.testing.CpuUsage;
import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From usage in a real Kafka to decisions in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoscalerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static double rising(int minute) {
    return Math.min(3, 0.2 + minute / 40.0);
  }

  private static double falling(int minute) {
    return Math.max(0.1, 3 - minute / 40.0);
  }

  @TempDir private Path shared = Path.of("");
  private final EmbeddedKafka kafka = startKafka();
  private int scenarios;

  /** Topics and files of one test. */
  private record Scenario(AutoscalerConfig config, String usage, String decisions) {}

  private static EmbeddedKafka startKafka() {
    try {
      return EmbeddedKafka.start(Files.createTempDirectory("headroom-autoscaler"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void stopKafka() {
    kafka.close();
  }

  private Scenario scenario(Mode mode, int failEvery, ResilienceSettings resilience) {
    return scenario(mode, failEvery, resilience, "LogAppendTime");
  }

  private Scenario scenario(
      Mode mode, int failEvery, ResilienceSettings resilience, String timestamps) {
    int number = ++scenarios;
    String usage = "usage-" + number;
    String decisions = "decisions-" + number;
    kafka.createTopics(
        new EmbeddedKafka.Topic(usage, 2, Map.of("message.timestamp.type", timestamps)),
        new EmbeddedKafka.Topic(decisions, 1, Map.of()));
    KafkaSettings settings =
        new KafkaSettings(
            kafka.bootstrapServers(), "autoscaler-" + number, usage, decisions, Map.of());
    Path folder = shared.resolve("" + number);
    return new Scenario(
        Configs.of(settings, mode, folder, failEvery, resilience), usage, decisions);
  }

  private Scenario scenario() {
    return scenario(Mode.ACT, 0, new ResilienceSettings(3, 1000, 4, 50));
  }

  /** Usage of both tenants, minute by minute, each in its own partition. */
  private void publish(Scenario scenario, int from, int to) throws Exception {
    publish(scenario, from, to, minute -> Instant.now());
  }

  private void publish(Scenario scenario, int from, int to, IntFunction<Instant> appended)
      throws Exception {
    List<Future<?>> sent = new ArrayList<>();
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
      for (int minute = from; minute <= to; minute++) {
        sent.add(
            producer.send(
                record(
                    scenario,
                    0,
                    appended.apply(minute),
                    Configs.ACME,
                    CpuUsage.at("acme-db", minute, AutoscalerTest::rising))));
        sent.add(
            producer.send(
                record(
                    scenario,
                    1,
                    appended.apply(minute),
                    Configs.BOREALIS,
                    CpuUsage.at("borealis-db", minute, AutoscalerTest::falling))));
      }
      for (Future<?> acknowledged : sent) {
        acknowledged.get();
      }
    }
  }

  private static ProducerRecord<String, byte[]> record(
      Scenario scenario, int partition, Instant time, WorkloadId id, byte[] request) {
    return new ProducerRecord<>(
        scenario.usage(), partition, time.toEpochMilli(), id.tenant(), request);
  }

  /** Everything in the decisions topic, in its order. */
  private List<JsonNode> decisions(Scenario scenario) throws IOException {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    List<JsonNode> read = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(scenario.decisions(), 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          JsonNode decision = JSON.readTree(record.value());
          String subject =
              decision.path(decision.path("tenantId").isNull() ? "pool" : "tenantId").asText();
          assertThat(record.key()).isEqualTo(subject);
          read.add(decision);
        }
      }
    }
    return read;
  }

  private static void runUntilCaughtUp(Scenario scenario) throws InterruptedException {
    try (Autoscaler autoscaler = Autoscaler.start(scenario.config())) {
      assertThat(autoscaler.awaitCaughtUp(LIMIT)).as(() -> "" + autoscaler.failure()).isTrue();
      assertThat(autoscaler.failure()).isEmpty();
    }
  }

  /** What was recorded comes out again from the usage, bit by bit. */
  private static void assertThatItReplays(Scenario scenario) {
    RecordedTopics topics = new RecordedTopics(scenario.config().kafka());
    List<RecordedDecision> recorded = topics.decisions();
    DecisionReplay replay =
        new DecisionReplay(scenario.config(), recorded, Instant.MIN, Instant.MAX);
    assertThat(topics.usage(replay, (read, all) -> assertThat(read).isBetween(0L, all))).isTrue();
    assertThat(replay.differences()).isEmpty();
    assertThat(replay.equal())
        .isEqualTo(recorded.stream().map(RecordedDecision::id).distinct().count())
        .isPositive();
  }

  private static List<String> byIdWithoutRepetition(List<JsonNode> decisions) {
    return decisions.stream()
        .distinct()
        .sorted(Comparator.comparing(d -> d.required("decisionId").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  @Test
  void decidesActsAndRecords() throws Exception {
    Scenario scenario = scenario();
    publish(scenario, 0, 120);
    runUntilCaughtUp(scenario);
    List<JsonNode> decisions = decisions(scenario);
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
    assertThatItReplays(scenario);
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
    Scenario undisturbed = scenario();
    publish(undisturbed, 0, 120);
    runUntilCaughtUp(undisturbed);
    Scenario interrupted = scenario();
    for (int minute = 0; minute < 120; minute += 41) {
      publish(interrupted, minute, Math.min(120, minute + 40));
      runUntilCaughtUp(interrupted);
    }
    List<JsonNode> expected = decisions(undisturbed);
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(byIdWithoutRepetition(decisions(interrupted)))
        .isEqualTo(byIdWithoutRepetition(expected));
    assertThatItReplays(interrupted);
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
    public synchronized void scale(WorkloadId workload, int replicas) throws ClusterException {
      if (--left == 0) {
        throw new StackOverflowError("killed");
      }
      cluster.scale(workload, replicas);
    }

    @Override
    public void resize(String pool, int machines) throws ClusterException {
      cluster.resize(pool, machines);
    }
  }

  @Test
  void whatItDiedOverIsDoneWhenItIsBack() throws Exception {
    Scenario undisturbed = scenario();
    publish(undisturbed, 0, 120);
    runUntilCaughtUp(undisturbed);
    Scenario killed = scenario();
    publish(killed, 0, 120);
    for (int round = 0; round < 3; round++) {
      ClusterManager deadly = new Deadly(SimulatedCluster.open(killed.config()), 2);
      try (Autoscaler autoscaler = Autoscaler.start(killed.config(), deadly)) {
        assertThat(autoscaler.awaitCaughtUp(LIMIT)).isFalse();
        assertThat(autoscaler.failure()).hasValueSatisfying(m -> assertThat(m).contains("killed"));
      }
    }
    runUntilCaughtUp(killed);
    assertThat(byIdWithoutRepetition(decisions(killed)))
        .isEqualTo(byIdWithoutRepetition(decisions(undisturbed)));
    assertThat(SimulatedCluster.open(killed.config()).state())
        .isEqualTo(SimulatedCluster.open(undisturbed.config()).state());
    assertThatItReplays(killed);
  }

  @Test
  void aFaultyClusterManagerIsAskedAgain() throws Exception {
    Scenario scenario = scenario(Mode.ACT, 2, new ResilienceSettings(3, 1000, 1, 90));
    publish(scenario, 0, 60);
    runUntilCaughtUp(scenario);
    assertThat(decisions(scenario))
        .extracting(d -> d.required("result").asText())
        .contains("applied")
        .doesNotContain("failed");
  }

  @Test
  void whatTheClusterManagerDidNotDoIsRecordedAndDecidedAgain() throws Exception {
    Scenario scenario = scenario(Mode.ACT, 2, new ResilienceSettings(0, 1000, 1, 100));
    publish(scenario, 0, 60);
    runUntilCaughtUp(scenario);
    List<JsonNode> failed =
        decisions(scenario).stream()
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
    assertThatItReplays(scenario);
  }

  @Test
  void recommendingChangesNothing() throws Exception {
    Scenario scenario = scenario(Mode.RECOMMEND, 0, ResilienceSettings.DEFAULT);
    publish(scenario, 0, 30);
    runUntilCaughtUp(scenario);
    assertThat(decisions(scenario))
        .filteredOn(d -> d.path("tenantId").asText().equals("borealis"))
        .extracting(d -> d.required("sentence").asText())
        .anyMatch(s -> s.startsWith("Would scale borealis/borealis-db from 1 to 2 replicas"));
    assertThat(SimulatedCluster.open(scenario.config()).state().replicas())
        .containsEntry(Configs.BOREALIS, 1);
    assertThatItReplays(scenario);
  }

  @Test
  void catchingUpWithThePastChangesNothing() throws Exception {
    Scenario scenario = scenario(Mode.ACT, 0, ResilienceSettings.DEFAULT, "CreateTime");
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    publish(scenario, 0, 90, minute -> yesterday.plus(Duration.ofMinutes(minute)));
    runUntilCaughtUp(scenario);
    assertThat(decisions(scenario))
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
            ClusterState.of(Map.of(Configs.ACME, 1, Configs.BOREALIS, 1), Map.of(Configs.POOL, 1)));
    publish(scenario, 91, 100, minute -> Instant.now());
    runUntilCaughtUp(scenario);
    assertThat(SimulatedCluster.open(scenario.config()).state().replicas())
        .as("what arrives now counts, twice as many at a time")
        .containsEntry(Configs.ACME, 8);
    assertThatItReplays(scenario);
  }

  @Test
  void aForecastGoesOnOverRestartsAndReplays() throws Exception {
    Scenario written = scenario();
    Scenario scenario =
        new Scenario(Configs.foreseeing(written.config()), written.usage(), written.decisions());
    for (int minute = 0; minute < 120; minute += 31) {
      publish(scenario, minute, Math.min(120, minute + 30));
      runUntilCaughtUp(scenario);
    }
    assertThat(decisions(scenario))
        .extracting(d -> d.required("rule").asText())
        .contains("forecast", "not-enough-history");
    assertThatItReplays(scenario);
  }

  /** Somebody scales by hand while the autoscaler is away. */
  @Test
  void aCapacityThatSomebodyElseChangedIsRecorded() throws Exception {
    Scenario scenario = scenario();
    publish(scenario, 0, 40);
    runUntilCaughtUp(scenario);
    SimulatedCluster.open(scenario.config()).scale(Configs.ACME, 7);
    publish(scenario, 41, 60);
    runUntilCaughtUp(scenario);
    assertThat(decisions(scenario))
        .filteredOn(d -> d.path("tenantId").asText().equals("acme"))
        .extracting(d -> d.required("fromCapacity").asText())
        .contains("7");
    assertThatItReplays(scenario);
  }

  @Test
  void whatOtherUsageWouldHaveGivenIsADifference() throws Exception {
    Scenario scenario = scenario();
    publish(scenario, 0, 40);
    runUntilCaughtUp(scenario);
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
    Scenario scenario = scenario();
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
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
    AutoscalerConfig config = scenario().config();
    KafkaSettings wrong =
        new KafkaSettings(kafka.bootstrapServers(), "g", "usage-1", "no-such-topic", Map.of());
    assertThatThrownBy(
            () ->
                Autoscaler.start(
                    Configs.of(wrong, Mode.ACT, shared.resolve("x"), 0, config.resilience())))
        .isInstanceOf(AutoscalerException.class)
        .hasMessageContaining("lacks the topics: no-such-topic");
  }

  @Test
  void namesADamagedMemory() throws Exception {
    AutoscalerConfig config = scenario().config();
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
    try (Autoscaler autoscaler = Autoscaler.start(scenario().config())) {
      assertThat(autoscaler.failure()).isEqualTo(Optional.empty());
      assertThat(autoscaler.decisions()).isZero();
    }
  }
}
