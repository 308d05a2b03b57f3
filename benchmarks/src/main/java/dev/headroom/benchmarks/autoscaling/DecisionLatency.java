package dev.headroom.benchmarks.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.stream.Autoscaler;
import dev.headroom.benchmarks.DisagreementException;
import dev.headroom.benchmarks.Samples;
import dev.headroom.benchmarks.Servers;
import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * From the point in Kafka that makes an evaluation due until its decision is in Kafka, by the times
 * that the broker gives to both records. Ticks are sent one after the other, at uneven distances.
 */
public final class DecisionLatency {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int WARM_UP = 10;

  /** Nothing is held back, so that nearly every tick recommends another number. */
  private static final ReactiveSettings EVERY_TICK =
      new ReactiveSettings(
          new BigDecimal("0.7"),
          BigDecimal.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          BigDecimal.valueOf(100),
          BigDecimal.valueOf(100),
          Duration.ZERO);

  private final FleetLoad load;
  private final int ticks;
  private final PrintStream out;

  /**
   * @param ticks how many are sent; each decision of the ones after the first ten counts
   */
  public DecisionLatency(int workloads, int ticks, PrintStream out) {
    this.load = new FleetLoad(workloads);
    this.ticks = ticks;
    this.out = out;
  }

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if the autoscaler stopped
   */
  public void run() throws IOException, InterruptedException, DisagreementException {
    Path folder = Files.createTempDirectory("headroom-latency");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      Map<String, String> stamped = Map.of("message.timestamp.type", "LogAppendTime");
      kafka.createTopics(
          new EmbeddedKafka.Topic("usage", 1, stamped),
          new EmbeddedKafka.Topic("decisions", 1, stamped));
      KafkaSettings settings =
          new KafkaSettings(kafka.bootstrapServers(), "latency", "usage", "decisions", Map.of());
      Map<Instant, Long> due = new HashMap<>();
      try (Autoscaler autoscaler =
              Autoscaler.start(load.config(settings, folder, false, EVERY_TICK));
          KafkaProducer<String, byte[]> producer =
              new KafkaProducer<>(
                  Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                  new StringSerializer(),
                  new ByteArraySerializer())) {
        for (int tick = 0; tick < ticks + WARM_UP; tick++) {
          // The first point of a tick makes the one before it due, and nothing of that is missing.
          due.put(FleetLoad.time(tick - 1), send(producer, tick));
          Thread.sleep(200 + tick * 37L % 100);
        }
        if (!autoscaler.awaitCaughtUp(LIMIT)) {
          throw new DisagreementException(
              "the autoscaler did not catch up: " + autoscaler.failure());
        }
      }
      report(kafka.bootstrapServers(), due);
    }
    Servers.delete(folder);
  }

  /** When the first record was appended, in milliseconds. */
  private long send(KafkaProducer<String, byte[]> producer, int tick) throws InterruptedException {
    long first = Long.MAX_VALUE;
    try {
      for (FleetLoad.Usage usage : load.records(tick)) {
        var sent = producer.send(new ProducerRecord<>("usage", usage.tenant(), usage.request()));
        first = Math.min(first, sent.get().timestamp());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not take usage", e.getCause());
    }
    return first;
  }

  private void report(String bootstrapServers, Map<Instant, Long> due)
      throws IOException, DisagreementException {
    List<Double> millis = new ArrayList<>();
    Instant counted = FleetLoad.time(WARM_UP);
    TopicPartition partition = new TopicPartition("decisions", 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          JsonNode decision = JSON.readTree(record.value());
          Instant time = Instant.parse(decision.path("time").asText());
          Long asked = due.get(time);
          if (asked != null && !time.isBefore(counted)) {
            millis.add((double) (record.timestamp() - asked));
          }
        }
      }
    }
    if (millis.isEmpty()) {
      throw new DisagreementException("no decision was recorded");
    }
    Samples samples = new Samples(millis);
    out.println(
        String.format(
            Locale.ROOT,
            "from the point that makes it due to the decision in Kafka, %,d workloads, milliseconds:"
                + " median %.0f, p99 %.0f, most %.0f of %,d decisions",
            load.workloads(),
            samples.median(),
            samples.percentile(99),
            samples.max(),
            millis.size()));
  }
}
