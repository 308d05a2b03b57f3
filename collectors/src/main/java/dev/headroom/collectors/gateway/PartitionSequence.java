package dev.headroom.collectors.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** The records of one producer id in one partition: the next number, and what waits for Kafka. */
final class PartitionSequence {
  private final AtomicInteger pending = new AtomicInteger();
  private long next; // guarded by the lock of UsageTopic
  private volatile long progressNanos;

  long next() {
    return next;
  }

  /** The record with number {@link #next} is on its way. */
  void handedOver(long nowNanos) {
    next++;
    if (pending.getAndIncrement() == 0) {
      progressNanos = nowNanos;
    }
  }

  void settled(long nowNanos) {
    progressNanos = nowNanos;
    pending.decrementAndGet();
  }

  /** Records are pending and none was acknowledged for that long. */
  boolean isStalled(long nowNanos, long patienceNanos) {
    return pending.get() > 0 && nowNanos - progressNanos > patienceNanos;
  }
}
