package dev.headroom.collectors.gateway;

import dev.headroom.collectors.spool.Spool;
import dev.headroom.collectors.spool.SpoolState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka, and the disk while Kafka is away.
 *
 * <p>Whatever Kafka has not acknowledged goes to the spool; as long as there is something in it,
 * new records go behind it, so that the order of a sender is kept. They take their numbers when
 * they leave the spool for Kafka. A record that was on its way when Kafka or this process stopped
 * can be in Kafka twice: metering counts a point once.
 */
final class SpooledKafka implements UsageStore {
  private static final Logger LOG = LoggerFactory.getLogger(SpooledKafka.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration WATCH = Duration.ofMillis(200);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final int REPLAY_BYTES = 4 << 20;
  private static final double NEARLY_FULL = 0.95;
  private static final Answer FULL =
      new Answer(Answer.Kind.UNAVAILABLE, "Kafka is away and the spool is full; send again later");

  private static final Answer UNREADABLE =
      Answer.malformed("the entry is no usage record of format 1");

  private final UsageTopic topic;
  private final KafkaProbe probe;
  private final Spool spool;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong spooledPoints = new AtomicLong();
  private final Thread replay = new Thread(this::replay, "spool-replay");
  private final Thread watch = new Thread(this::watch, "kafka-watch");

  SpooledKafka(UsageTopic topic, KafkaProbe probe, Spool spool) {
    this.topic = topic;
    this.probe = probe;
    this.spool = spool;
    for (Thread thread : List.of(replay, watch)) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public CompletableFuture<Answer> store(UsageRecord record) {
    if (!spool.isEmpty()) {
      return spool(record);
    }
    return topic
        .append(record)
        .thenCompose(
            answer ->
                answer.kind() == Answer.Kind.UNAVAILABLE
                    ? spool(record)
                    : CompletableFuture.completedFuture(answer));
  }

  private CompletableFuture<Answer> spool(UsageRecord record) {
    long largest = (long) probe.maxRecordBytes() - UsageTopic.RECORD_OVERHEAD_BYTES;
    if (record.request().length > largest) {
      return CompletableFuture.completedFuture(Answer.tooLarge("the request", largest));
    }
    return spool
        .append(record.toEntry())
        .thenApply(
            appended ->
                switch (appended) {
                  case DURABLE -> {
                    spooledPoints.addAndGet(record.points());
                    yield Answer.STORED;
                  }
                  case FULL -> FULL;
                  case FAILED -> Answer.unavailable();
                });
  }

  /** Points that were acknowledged since they were in the spool, since the start. */
  long spooledPoints() {
    return spooledPoints.get();
  }

  SpoolState spoolState() {
    return spool.state();
  }

  @Override
  public Optional<String> complaint() {
    SpoolState state = spool.state();
    boolean takes = !state.failing() && state.bytes() < state.maxBytes() * NEARLY_FULL;
    return takes || probe.isReady()
        ? Optional.empty()
        : Optional.of(
            "Kafka does not take usage, and the spool "
                + (state.failing() ? "cannot be written" : "is full"));
  }

  private void watch() {
    try {
      while (!closing.await(WATCH.toMillis(), TimeUnit.MILLISECONDS)) {
        topic.abandonIfStalled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void replay() {
    try {
      while (closing.getCount() > 0) {
        try {
          List<byte[]> entries = spool.oldest(REPLAY_BYTES, PAUSE);
          if (!entries.isEmpty() && replay(entries)) {
            spool.taken();
          }
        } catch (IOException | RuntimeException e) {
          LOG.error("the spool cannot be emptied now: {}", e.toString());
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands entries to Kafka, again and again; false if the gateway is closed first. */
  private boolean replay(List<byte[]> entries) throws InterruptedException {
    List<byte[]> left = entries;
    while (!left.isEmpty()) {
      if (closing.getCount() == 0) {
        return false;
      }
      if (!probe.isReady()) {
        pause();
        continue;
      }
      int before = left.size();
      left = attempt(left);
      if (left.size() == before) {
        pause();
      }
    }
    return true;
  }

  /** Those that Kafka did not settle. */
  private List<byte[]> attempt(List<byte[]> entries) {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    AtomicBoolean failed = new AtomicBoolean();
    for (byte[] entry : entries) {
      if (failed.get()) {
        // What follows must not overtake it.
        break;
      }
      CompletableFuture<Answer> answer =
          UsageRecord.fromEntry(entry)
              .map(topic::append)
              .orElseGet(() -> CompletableFuture.completedFuture(UNREADABLE));
      answers.add(answer);
      var unused =
          answer.thenAccept(
              said -> {
                if (isToRetry(said)) {
                  failed.set(true);
                }
              });
    }
    List<byte[]> left = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Answer answer = i < answers.size() ? answers.get(i).join() : Answer.unavailable();
      if (isToRetry(answer) || (!answer.isOk() && !isPutAside(entries.get(i), answer))) {
        left.add(entries.get(i));
      }
    }
    return left;
  }

  private boolean isPutAside(byte[] entry, Answer answer) {
    try {
      spool.refuse(entry, answer.message());
      LOG.error("a spooled record was put aside: {}", answer.message());
      return true;
    } catch (IOException e) {
      LOG.error("a spooled record cannot be put aside: {}", e.toString());
      return false;
    }
  }

  private static boolean isToRetry(Answer answer) {
    return answer.kind() == Answer.Kind.UNAVAILABLE;
  }

  private void pause() throws InterruptedException {
    var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    // Once it is closed, what Kafka did not acknowledge has failed, and is in the spool.
    closing.countDown();
    topic.close();
    try {
      for (Thread thread : List.of(replay, watch)) {
        thread.join(STOP_WITHIN.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    spool.close();
  }
}
