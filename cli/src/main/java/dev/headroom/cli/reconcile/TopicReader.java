package dev.headroom.cli.reconcile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.intake.ProducerHeaders;
import dev.headroom.aggregation.intake.RawRecordReader;
import dev.headroom.aggregation.intake.RecordIdentity;
import dev.headroom.aggregation.intake.RecordPoints;
import dev.headroom.cli.CommandException;
import dev.headroom.usage.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads one topic of usage, one partition after the other, up to where it ends now. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KafkaSettings kafka;
  private final Scope scope;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Deque<RecordFacts> page = new ArrayDeque<>();
  private TopicPartition partition;
  private Span span = new Span(0, 0, 0, 0);

  /**
   * Offsets of a partition.
   *
   * @param logStart the first that Kafka still holds
   * @param first the first of the period, of those it holds
   * @param end exclusive
   * @param committed the first that the job has not read; {@link Long#MAX_VALUE} if Kafka does not
   *     know
   */
  record Span(long logStart, long first, long end, long committed) {}

  TopicReader(KafkaSettings kafka, Scope scope) {
    this.kafka = kafka;
    this.scope = scope;
    this.partition = new TopicPartition(scope.topic(), 0);
    Map<String, Object> config = new HashMap<>(kafka.properties());
    config.put("bootstrap.servers", kafka.bootstrapServers());
    config.put("group.id", kafka.groupId());
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "none");
    config.put("allow.auto.create.topics", false);
    config.put("default.api.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
    this.consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Numbers of the partitions. */
  List<Integer> partitions() {
    return asked(
        () -> {
          List<PartitionInfo> found = consumer.partitionsFor(scope.topic());
          if (found == null || found.isEmpty()) {
            throw CommandException.failed(
                "Kafka at " + kafka.bootstrapServers() + " has no topic " + scope.topic());
          }
          return found.stream().map(PartitionInfo::partition).sorted().toList();
        });
  }

  /** Turns to a partition. */
  Span open(int number) {
    partition = new TopicPartition(scope.topic(), number);
    page.clear();
    consumer.assign(List.of(partition));
    span = asked(this::span);
    consumer.seek(partition, span.first());
    return span;
  }

  private Span span() {
    Set<TopicPartition> only = Set.of(partition);
    OffsetAndMetadata committed = consumer.committed(only).get(partition);
    long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
    long logStart = consumer.beginningOffsets(only).getOrDefault(partition, 0L);
    long first = scope.period().isEmpty() ? logStart : at(scope.from().toEpochMilli(), end);
    long last = scope.period().isEmpty() ? end : at(scope.to().toEpochMilli(), end);
    return new Span(logStart, first, last, committed == null ? Long.MAX_VALUE : committed.offset());
  }

  /** The first offset appended then or later. */
  private long at(long millis, long end) {
    OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, millis)).get(partition);
    return found == null ? end : found.offset();
  }

  @Nullable RecordFacts peek() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (page.isEmpty() && asked(() -> consumer.position(partition)) < span.end()) {
      asked(() -> consumer.poll(POLL)).forEach(this::keep);
      if (page.isEmpty() && System.nanoTime() > deadline) {
        throw CommandException.failed(
            "Kafka at " + kafka.bootstrapServers() + " stopped answering, at " + partition);
      }
    }
    return page.peek();
  }

  void next() {
    page.poll();
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    long appended = RawRecordReader.appendedAtMillis(record);
    if (record.offset() >= span.end() || !scope.holds(appended)) {
      return;
    }
    RecordIdentity identity = RecordIdentity.of(record, kafka.direct(scope.topic()).orElse(null));
    ProducerHeaders producer = identity.producer();
    byte[] value = record.value() == null ? new byte[0] : record.value();
    long found = RecordPoints.found(value, producer.points());
    page.add(
        new RecordFacts(
            record.partition(),
            record.offset(),
            appended,
            tenant(identity.tenant()),
            producer.producerId(),
            producer.sequence(),
            producer.isDeclared(),
            producer.isDeclared() ? producer.points() : found,
            found,
            found));
  }

  private static String tenant(byte[] key) {
    String tenant = new String(key, UTF_8);
    return TenantId.problem(tenant).isEmpty() ? tenant : "";
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (KafkaException e) {
      throw CommandException.failed(
          "Kafka at " + kafka.bootstrapServers() + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
