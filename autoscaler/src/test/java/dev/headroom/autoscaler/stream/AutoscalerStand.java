package dev.headroom.autoscaler.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

/**
 * A real Kafka with topics and files of their own for each scenario: two tenants, one of whom uses
 * more and more and the other less and less.
 */
final class AutoscalerStand implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final Duration LIMIT = Duration.ofMinutes(1);

  private static double rising(int minute) {
    return Math.min(3, 0.2 + minute / 40.0);
  }

  private static double falling(int minute) {
    return Math.max(0.1, 3 - minute / 40.0);
  }

  private final Path folder;
  private final EmbeddedKafka kafka;
  private int scenarios;

  private AutoscalerStand(Path folder) {
    this.folder = folder;
    this.kafka = EmbeddedKafka.start(folder.resolve("kafka"));
  }

  static AutoscalerStand start() {
    try {
      return new AutoscalerStand(Files.createTempDirectory("headroom-autoscaler"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Topics and files of one test. */
  record Scenario(AutoscalerConfig config, String usage, String decisions) {}

  EmbeddedKafka kafka() {
    return kafka;
  }

  @Override
  public void close() {
    kafka.close();
  }

  Scenario scenario(Mode mode, int failEvery, ResilienceSettings resilience) {
    return scenario(mode, failEvery, resilience, "LogAppendTime");
  }

  Scenario scenario(Mode mode, int failEvery, ResilienceSettings resilience, String timestamps) {
    int number = ++scenarios;
    String usage = "usage-" + number;
    String decisions = "decisions-" + number;
    kafka.createTopics(
        new EmbeddedKafka.Topic(usage, 2, Map.of("message.timestamp.type", timestamps)),
        new EmbeddedKafka.Topic(decisions, 1, Map.of()));
    KafkaSettings settings =
        new KafkaSettings(
            kafka.bootstrapServers(), "autoscaler-" + number, usage, decisions, Map.of());
    Path own = folder.resolve("" + number);
    return new Scenario(Configs.of(settings, mode, own, failEvery, resilience), usage, decisions);
  }

  Scenario scenario() {
    return scenario(Mode.ACT, 0, new ResilienceSettings(3, 1000, 4, 50));
  }

  /** Usage of both tenants, minute by minute, each in its own partition. */
  void publish(Scenario scenario, int from, int to) throws Exception {
    publish(scenario, from, to, minute -> Instant.now());
  }

  void publish(Scenario scenario, int from, int to, IntFunction<Instant> appended)
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
                    CpuUsage.at("acme-db", minute, AutoscalerStand::rising))));
        sent.add(
            producer.send(
                record(
                    scenario,
                    1,
                    appended.apply(minute),
                    Configs.BOREALIS,
                    CpuUsage.at("borealis-db", minute, AutoscalerStand::falling))));
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
  List<JsonNode> decisions(Scenario scenario) throws IOException {
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

  private static JsonNode withoutPosition(JsonNode decision) {
    ObjectNode copy = decision.deepCopy();
    ((ObjectNode) copy.required("inputs")).remove(List.of("usageOffset", "usagePartition"));
    return copy;
  }

  /** Without where in the topic it was decided: each scenario has its own. */
  static List<String> byIdWithoutRepetition(List<JsonNode> decisions) {
    return decisions.stream()
        .map(AutoscalerStand::withoutPosition)
        .distinct()
        .sorted(Comparator.comparing(d -> d.required("decisionId").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  static void runUntilCaughtUp(Scenario scenario) throws InterruptedException {
    try (Autoscaler autoscaler = Autoscaler.start(scenario.config())) {
      assertThat(autoscaler.awaitCaughtUp(LIMIT)).as(() -> "" + autoscaler.failure()).isTrue();
      assertThat(autoscaler.failure()).isEmpty();
    }
  }

  /** What was recorded comes out again from the usage, bit by bit. */
  static void assertThatItReplays(Scenario scenario) {
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
}
