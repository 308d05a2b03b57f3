package dev.headroom.collectors.gateway;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all pending requests together may hold. */
final class MemoryBudget {
  private final AtomicLong free;

  MemoryBudget(long bytes) {
    free = new AtomicLong(bytes);
  }

  Reservation open() {
    return new Reservation();
  }

  long freeBytes() {
    return free.get();
  }

  private boolean take(long bytes) {
    long before = free.get();
    while (before >= bytes) {
      if (free.compareAndSet(before, before - bytes)) {
        return true;
      }
      before = free.get();
    }
    return false;
  }

  /** What one request holds. Used by one thread at a time. */
  final class Reservation implements AutoCloseable {
    private final AtomicLong held = new AtomicLong();

    private Reservation() {}

    /** False, and nothing taken, if the budget has not that many left. */
    boolean grow(long bytes) {
      if (!take(bytes)) {
        return false;
      }
      held.addAndGet(bytes);
      return true;
    }

    /** Gives some of it back. */
    void shrink(long bytes) {
      held.addAndGet(-bytes);
      free.addAndGet(bytes);
    }

    /** Gives everything back; closing again does nothing. */
    @Override
    public void close() {
      free.addAndGet(held.getAndSet(0));
    }
  }
}
