package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One idempotent Kafka producer and its numbering. Kafka refuses a gap in what an idempotent
 * producer sends to a partition, it never gives a record up (see {@link #settings}), and it is
 * closed at the first final failure: so the numbers of one producer id in one partition are a
 * prefix of 0, 1, 2, …, even when the process is killed.
 */
final class UsageProducer {
  private final String id = "gateway-" + UUID.randomUUID();
  private final Map<Integer, PartitionSequence> sequences =
      new HashMap<>(); // guarded by the lock of UsageTopic
  private final KafkaProducer<byte[], byte[]> kafka;
  private final String topic;
  private volatile boolean broken;

  UsageProducer(Kafka config, Limits limits, Duration mayBlock) {
    topic = config.topic();
    kafka = new KafkaProducer<>(settings(config, limits, mayBlock));
  }

  private static Map<String, Object> settings(Kafka config, Limits limits, Duration mayBlock) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "headroom-gateway");
    settings.putAll(config.properties());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A broker that knows nothing of a producer takes whatever comes first as its beginning: with
    // two batches under way the second could overtake the first, which is then refused for good.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // A record that has a number is never given up while the process lives: that would be a hole.
    settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, mayBlock.toMillis());
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, limits.maxDecompressedBytes() + (1 << 20));
    // Pending requests are bounded before this; the rest is the producer's own overhead.
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, limits.maxPendingBytes() + (32L << 20));
    return settings;
  }

  /** New at every start; the header adds the partition. */
  String id() {
    return id;
  }

  String topic() {
    return topic;
  }

  /** Throws Kafka's exceptions if nothing is known of the topic. */
  int partitions() {
    return kafka.partitionsFor(topic).size();
  }

  PartitionSequence sequence(int partition) {
    return sequences.computeIfAbsent(partition, p -> new PartitionSequence());
  }

  void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    var unused = kafka.send(record, callback);
  }

  boolean isStalled(long nowNanos, Duration patience) {
    return sequences.values().stream().anyMatch(s -> s.isStalled(nowNanos, patience.toNanos()));
  }

  boolean isBroken() {
    return broken;
  }

  /** May be called by Kafka's own thread: what was sent is answered, nothing more is sent. */
  void abandon() {
    broken = true;
    kafka.close(Duration.ZERO);
  }

  /** Waits for what is pending. */
  void close(Duration atMost) {
    kafka.close(atMost);
  }
}
