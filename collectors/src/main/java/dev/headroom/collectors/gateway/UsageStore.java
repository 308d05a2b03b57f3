package dev.headroom.collectors.gateway;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where a request is kept before its sender is told that it is. */
interface UsageStore extends AutoCloseable {
  /**
   * Stores a record.
   *
   * @return completed when the record is kept or will not be; never exceptionally
   */
  CompletableFuture<Answer> store(UsageRecord record);

  /** Why no usage is taken now; empty if it is. May block for two seconds. */
  Optional<String> complaint();

  /** Waits for what is on its way, for some seconds at most. */
  @Override
  void close();

  /** Kafka alone: while it is away, clients have to send again. */
  record KafkaAlone(UsageTopic topic, KafkaProbe probe) implements UsageStore {
    @Override
    public CompletableFuture<Answer> store(UsageRecord record) {
      return topic.append(record);
    }

    @Override
    public Optional<String> complaint() {
      return probe.isReady() ? Optional.empty() : Optional.of("Kafka does not take usage");
    }

    @Override
    public void close() {
      topic.close();
    }
  }
}
