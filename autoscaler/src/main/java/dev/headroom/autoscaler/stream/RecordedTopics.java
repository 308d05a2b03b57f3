package dev.headroom.autoscaler.stream;

import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.replay.RecordedDecision;
import dev.headroom.autoscaler.replay.UsageListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Usage and decisions as Kafka has kept them, from the oldest record to the newest of now. */
public final class RecordedTopics {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STALLED = Duration.ofSeconds(30);

  private final KafkaSettings settings;

  public RecordedTopics(KafkaSettings settings) {
    this.settings = settings;
  }

  /** How far a reading has come, in records. */
  public interface Progress {
    void at(long read, long all);
  }

  /**
   * Reads the usage topic.
   *
   * @return whether it has everything from the first record on, or Kafka has deleted older ones
   * @throws AutoscalerException if Kafka or the topic cannot be used
   */
  public boolean usage(UsageListener listener, Progress progress) {
    return read(
        settings.usageTopic(),
        (records, lagging) -> {
          for (ConsumerRecord<String, byte[]> record : records) {
            if (record.key() != null && record.value() != null) {
              listener.observe(
                  record.partition(),
                  record.offset(),
                  record.key(),
                  record.value(),
                  Instant.ofEpochMilli(record.timestamp()));
            }
          }
          listener.evaluate(lagging);
        },
        progress);
  }

  /**
   * Reads the topic of decisions; those of another kind than the autoscaler's are left out.
   *
   * @throws AutoscalerException if Kafka or the topic cannot be used, or a record is no decision
   */
  public List<RecordedDecision> decisions() {
    List<RecordedDecision> decisions = new ArrayList<>();
    Consumer<ConsumerRecord<String, byte[]>> each =
        record -> {
          if (record.value() != null) {
            String json = new String(record.value(), StandardCharsets.UTF_8);
            try {
              RecordedDecision.read(json).ifPresent(decisions::add);
            } catch (IllegalArgumentException e) {
              throw new AutoscalerException(
                  "%s, partition %d, offset %d: %s"
                      .formatted(
                          record.topic(), record.partition(), record.offset(), e.getMessage()),
                  e);
            }
          }
        };
    read(settings.decisionsTopic(), (records, lagging) -> records.forEach(each), (read, all) -> {});
    return decisions;
  }

  /** Takes what one poll gave. */
  private interface Batch {
    void take(Iterable<ConsumerRecord<String, byte[]>> records, Set<Integer> lagging);
  }

  private boolean read(String topic, Batch batch, Progress progress) {
    KafkaClients clients = new KafkaClients(settings);
    clients.usagePartitions(); // both topics are there, or it says which is not
    try (KafkaConsumer<String, byte[]> consumer = clients.consumer()) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginningOffsets(partitions));
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      long all = sum(ends) - sum(begins);
      long read = 0;
      long nanos = System.nanoTime();
      Set<Integer> lagging = lagging(consumer, ends);
      while (!lagging.isEmpty()) {
        var records = consumer.poll(POLL);
        lagging = lagging(consumer, ends);
        batch.take(records, lagging);
        read += records.count();
        progress.at(Math.min(read, all), all);
        nanos = records.isEmpty() ? nanos : System.nanoTime();
        if (System.nanoTime() - nanos > STALLED.toNanos()) {
          throw new AutoscalerException(
              "Kafka at %s has not sent a record of %s for %d s"
                  .formatted(settings.bootstrapServers(), topic, STALLED.toSeconds()));
        }
      }
      return begins.values().stream().allMatch(offset -> offset == 0);
    } catch (KafkaException e) {
      throw new AutoscalerException(
          topic
              + " cannot be read from Kafka at "
              + settings.bootstrapServers()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(offset -> offset).sum();
  }

  private static Set<Integer> lagging(
      KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
    Set<Integer> lagging = new HashSet<>();
    ends.forEach(
        (partition, end) -> {
          if (consumer.position(partition) < end) {
            lagging.add(partition.partition());
          }
        });
    return lagging;
  }
}
