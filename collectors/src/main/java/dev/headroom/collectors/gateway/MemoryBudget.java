package dev.headroom.collectors.gateway;

import dev.headroom.usage.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * The bytes that all pending requests together may hold. One sender's hold three quarters of them
 * at most, so that whoever declares much and sends it slowly is refused before the others are.
 */
final class MemoryBudget {
  private final long total;
  private final long mostOfOneSender;
  private final Map<TenantId, Long> heldBySender = new HashMap<>(); // guarded by this
  private long held; // guarded by this

  MemoryBudget(long bytes) {
    total = bytes;
    mostOfOneSender = bytes / 4 * 3;
  }

  Reservation open(TenantId sender) {
    return new Reservation(sender);
  }

  synchronized long freeBytes() {
    return total - held;
  }

  private synchronized boolean take(TenantId sender, long bytes) {
    long ofSender = heldBySender.getOrDefault(sender, 0L);
    if (bytes > total - held || bytes > mostOfOneSender - ofSender) {
      return false;
    }
    held += bytes;
    heldBySender.put(sender, ofSender + bytes);
    return true;
  }

  private synchronized void give(TenantId sender, long bytes) {
    held -= bytes;
    heldBySender.computeIfPresent(sender, (s, before) -> before == bytes ? null : before - bytes);
  }

  /** What one request holds. */
  final class Reservation implements AutoCloseable {
    private final TenantId sender;
    private long bytes; // guarded by this
    private boolean closed; // guarded by this

    private Reservation(TenantId sender) {
      this.sender = sender;
    }

    /** False, and nothing taken, if there are not that many left, or it is closed. */
    synchronized boolean grow(long more) {
      if (closed || !take(sender, more)) {
        return false;
      }
      bytes += more;
      return true;
    }

    /** Gives some of it back; nothing once it is closed. */
    synchronized void shrink(long less) {
      if (!closed) {
        bytes -= less;
        give(sender, less);
      }
    }

    /** Gives everything back, for good; closing again does nothing. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        give(sender, bytes);
      }
    }
  }
}
