package dev.headroom.cli.quickstart;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Waits until ClickHouse knows what became of every point that the gateway acknowledged. */
final class Drain {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 200;

  /** Between a counted point and its charge lie three flushes: meter, total, rate. */
  private static final Duration SETTLE = Stack.FLUSH.multipliedBy(6);

  private final Store store;
  private final String producer;
  private final long acknowledged;

  Drain(Store store, String producer, long acknowledged) {
    this.store = store;
    this.producer = producer;
    this.acknowledged = acknowledged;
  }

  Points points() {
    return Points.read(store, producer);
  }

  /** False if it takes too long. After it, stopping the job writes whatever is left. */
  boolean await(Supplier<Optional<String>> failure) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (points().stored() < acknowledged) {
      failure
          .get()
          .ifPresent(
              reason -> {
                throw CommandException.failed(reason);
              });
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(POLL_MILLIS);
    }
    Thread.sleep(SETTLE.toMillis());
    return true;
  }

  /** How many of the decisions are stored, as soon as all are, or when it takes too long. */
  int awaitDecisions(Set<String> ids, Supplier<Optional<String>> failure)
      throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    int stored = stored(ids);
    while (stored < ids.size() && failure.get().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      stored = stored(ids);
    }
    return stored;
  }

  private int stored(Set<String> ids) {
    Set<String> found = new HashSet<>();
    store
        .rows("SELECT decision_id FROM decisions", Map.of())
        .forEach(row -> found.add(row.path("decision_id").asText()));
    found.retainAll(ids);
    return found.size();
  }
}
