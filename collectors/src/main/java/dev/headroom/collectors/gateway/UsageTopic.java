package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Appends requests to the usage topic and numbers them.
 *
 * <p>A number is given and its record handed to Kafka under one lock, so both have one order. A
 * final failure (not a time-out: there is none) ends the producer id and starts the next. While
 * Kafka is away, what has a number waits in memory, and once nothing was acknowledged for some
 * time, new requests are refused without taking a number. Who can keep them elsewhere then {@link
 * #abandonIfStalled}.
 */
final class UsageTopic implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  // Headers, key and the batch around one record, rounded up.
  static final int RECORD_OVERHEAD_BYTES = 1024;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Kafka config;
  private final Limits limits;
  private final KafkaHealth health;
  private final KafkaProbe probe;
  private final Duration patience;
  private final Duration mayBlock;
  private final AtomicLong acknowledgedPoints = new AtomicLong();
  private final ReentrantLock appending = new ReentrantLock();
  private boolean closed; // guarded by the lock
  private volatile UsageProducer producer;
  private volatile long refuseUntilNanos = System.nanoTime();

  /**
   * A topic, written by a producer of its own.
   *
   * @param patience how long Kafka may be silent while records wait for it
   */
  UsageTopic(Kafka config, Limits limits, Duration patience, KafkaHealth health, KafkaProbe probe) {
    this.patience = patience;
    this.config = config;
    this.limits = limits;
    this.health = health;
    this.probe = probe;
    Duration half = patience.dividedBy(2);
    mayBlock = half.compareTo(Duration.ofSeconds(2)) < 0 ? half : Duration.ofSeconds(2);
    producer = new UsageProducer(config, limits, mayBlock);
  }

  String producerId() {
    return producer.id();
  }

  long acknowledgedPoints() {
    return acknowledgedPoints.get();
  }

  /**
   * Appends one request.
   *
   * @return completed when Kafka has acknowledged the record, refused it, or never will; never
   *     exceptionally
   */
  CompletableFuture<Answer> append(UsageRecord record) {
    long largest = (long) probe.maxRecordBytes() - RECORD_OVERHEAD_BYTES;
    if (record.request().length > largest) {
      return CompletableFuture.completedFuture(Answer.tooLarge("the request", largest));
    }
    boolean locked = false;
    try {
      locked = appending.tryLock(mayBlock.toNanos(), TimeUnit.NANOSECONDS);
      return locked
          ? appendLocked(record)
          : CompletableFuture.completedFuture(Answer.unavailable());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.completedFuture(Answer.unavailable());
    } finally {
      if (locked) {
        appending.unlock();
      }
    }
  }

  private CompletableFuture<Answer> appendLocked(UsageRecord record) {
    if (closed || System.nanoTime() - refuseUntilNanos < 0) {
      return CompletableFuture.completedFuture(Answer.unavailable());
    }
    try {
      if (producer.isBroken()) {
        producer = new UsageProducer(config, limits, mayBlock);
      }
      byte[] key = record.sender().value().getBytes(StandardCharsets.UTF_8);
      // What Kafka's own partitioner does with a key; done here since the number depends on it.
      int partition = Utils.toPositive(Utils.murmur2(key)) % producer.partitions();
      return send(partition, key, record);
    } catch (KafkaException | IllegalStateException e) {
      // The latter if another thread has just given this producer up.
      refuseUntilNanos = System.nanoTime() + PAUSE_NANOS;
      health.away(String.valueOf(e.getMessage()));
      return CompletableFuture.completedFuture(Answer.unavailable());
    }
  }

  private CompletableFuture<Answer> send(int partition, byte[] key, UsageRecord usage) {
    UsageProducer current = producer;
    PartitionSequence sequence = current.sequence(partition);
    if (sequence.isStalled(System.nanoTime(), patience.toNanos())) {
      health.away("no acknowledgement from partition " + partition);
      return CompletableFuture.completedFuture(Answer.unavailable());
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(current.topic(), partition, key, usage.request());
    header(record, UsageHeaders.PRODUCER_ID, current.id() + "." + partition);
    header(record, UsageHeaders.SEQUENCE, Long.toString(sequence.next()));
    header(record, UsageHeaders.POINTS, Integer.toString(usage.points()));
    if (usage.isShared()) {
      header(record, UsageHeaders.SHARED, "true");
    }

    Delivery delivery = new Delivery(current, sequence, usage.points());
    current.send(record, (metadata, failure) -> delivery.completed(failure));
    if (!delivery.refusedAtOnce) {
      sequence.handedOver(System.nanoTime());
      delivery.handedOver.complete(null);
    }
    return delivery.answer;
  }

  /**
   * Ends the producer id if Kafka was silent for too long: what waits is answered as unavailable
   * and no longer held. A batch that was on its way may have arrived all the same.
   */
  void abandonIfStalled() {
    appending.lock();
    try {
      if (!producer.isBroken() && producer.isStalled(System.nanoTime(), patience)) {
        health.away("no acknowledgement for " + patience.toMillis() + " ms");
        refuseUntilNanos = System.nanoTime() + PAUSE_NANOS;
        producer.abandon();
      }
    } finally {
      appending.unlock();
    }
  }

  private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    appending.lock();
    try {
      closed = true;
    } finally {
      appending.unlock();
    }
    producer.close(CLOSE_WITHIN);
  }

  /** The way of one record, from the number to the answer. */
  private final class Delivery {
    private final UsageProducer sender;
    private final PartitionSequence sequence;
    private final int points;
    private final CompletableFuture<@Nullable Void> handedOver = new CompletableFuture<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private boolean refusedAtOnce;

    Delivery(UsageProducer sender, PartitionSequence sequence, int points) {
      this.sender = sender;
      this.sequence = sequence;
      this.points = points;
    }

    void completed(@Nullable Exception failure) {
      if (appending.isHeldByCurrentThread()) {
        // Kafka's client refuses before it takes the record: the number stays free.
        refusedAtOnce = true;
        answer.complete(refused(failure));
        return;
      }
      var unused = handedOver.thenRun(() -> settled(failure));
    }

    private void settled(@Nullable Exception failure) {
      sequence.settled(System.nanoTime());
      if (failure == null) {
        acknowledgedPoints.addAndGet(points);
        health.reached();
        answer.complete(Answer.STORED);
        return;
      }
      // First, so that nothing overtakes what has failed.
      refuseUntilNanos = System.nanoTime() + PAUSE_NANOS;
      sender.abandon();
      answer.complete(refused(failure));
    }

    private Answer refused(@Nullable Exception failure) {
      if (failure instanceof RecordTooLargeException
          || failure instanceof RecordBatchTooLargeException) {
        return new Answer(Answer.Kind.TOO_LARGE, "the request is too large to be stored");
      }
      if (failure instanceof InvalidRecordException) {
        return Answer.malformed("the request cannot be stored");
      }
      health.away(failure == null ? "unknown failure" : String.valueOf(failure.getMessage()));
      return Answer.unavailable();
    }
  }
}
