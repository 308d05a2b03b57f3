package dev.headroom.cli.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.cli.CommandException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that a topic gets all together, or none of them. Of several who write to one topic, the
 * last one to begin writes: what another has not committed by then is undone, and it is told. So
 * what is read after the beginning is still so when it commits.
 */
final class TopicTransaction implements AutoCloseable {
  /** How long readers may have to wait for a writer that died. */
  private static final String TIMEOUT_MILLIS = "30000";

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  private TopicTransaction(String topic, KafkaProducer<byte[], byte[]> producer) {
    this.topic = topic;
    this.producer = producer;
  }

  /**
   * Begins.
   *
   * @param properties of the producer, with {@code bootstrap.servers}
   */
  static TopicTransaction begin(Properties properties, String topic) {
    Properties all = new Properties();
    all.put("transaction.timeout.ms", TIMEOUT_MILLIS);
    all.putAll(properties);
    all.put("transactional.id", "headroom-" + topic);
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return new TopicTransaction(topic, producer);
    } catch (KafkaException e) {
      producer.close();
      throw e;
    }
  }

  /**
   * Returns once Kafka has all of them.
   *
   * @param values by their keys, in their order
   * @throws CommandException if somebody else has begun since, and none of them is in the topic
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what a send could not do, the commit throws
  void send(Map<String, String> values) {
    try {
      producer.beginTransaction();
      values.forEach(
          (key, value) ->
              producer.send(
                  new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8))));
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw isTakenOver(e)
          ? CommandException.failed(
              "somebody else writes to "
                  + topic
                  + " at the same time, nothing was published: try again",
              e)
          : e;
    }
  }

  private static boolean isTakenOver(KafkaException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  /** What was not committed is undone, at once or by Kafka after a while. */
  @Override
  public void close() {
    producer.close();
  }
}
