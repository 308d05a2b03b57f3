package dev.headroom.collectors.gateway;

import dev.headroom.usage.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A request that was let in, as it is stored. */
final class UsageRecord {
  private static final byte FORMAT = 1;
  private static final byte SHARED = 1;
  private static final int FIXED_BYTES = 1 + 1 + Long.BYTES + Integer.BYTES + Short.BYTES;

  private final TenantId sender;
  private final boolean shared;
  private final Instant accepted;
  private final int points;
  private final byte[] request;

  /**
   * A record.
   *
   * @param shared whether the sender is a process of many tenants
   * @param accepted when the gateway took it, in whole milliseconds
   * @param points how many the request has
   * @param request an {@code ExportMetricsServiceRequest}; not copied, so not to be changed
   */
  UsageRecord(TenantId sender, boolean shared, Instant accepted, int points, byte[] request) {
    this.sender = sender;
    this.shared = shared;
    this.accepted = accepted;
    this.points = points;
    this.request = request;
  }

  TenantId sender() {
    return sender;
  }

  boolean isShared() {
    return shared;
  }

  Instant accepted() {
    return accepted;
  }

  int points() {
    return points;
  }

  byte[] request() {
    return request;
  }

  /**
   * As an entry of a spool: format, 1 byte; flags, 1 byte (1: shared); time, 8 bytes, ms since
   * 1970; points, 4 bytes; length of the sender's id, 2 bytes; the id in UTF-8; the request. All
   * numbers are big-endian.
   *
   * @return in two parts, of which the request is the second, not copied
   */
  List<byte[]> toEntry() {
    byte[] id = sender.value().getBytes(StandardCharsets.UTF_8);
    byte[] head =
        ByteBuffer.allocate(FIXED_BYTES + id.length)
            .put(FORMAT)
            .put(shared ? SHARED : 0)
            .putLong(accepted.toEpochMilli())
            .putInt(points)
            .putShort((short) id.length)
            .put(id)
            .array();
    return List.of(head, request);
  }

  /** Empty if the bytes are no such entry, such as one of a later version. */
  static Optional<UsageRecord> fromEntry(byte[] entry) {
    ByteBuffer in = ByteBuffer.wrap(entry);
    if (entry.length < FIXED_BYTES || in.get() != FORMAT) {
      return Optional.empty();
    }
    boolean shared = (in.get() & SHARED) != 0;
    Instant accepted = Instant.ofEpochMilli(in.getLong());
    int points = in.getInt();
    int idLength = Short.toUnsignedInt(in.getShort());
    if (idLength > in.remaining()) {
      return Optional.empty();
    }
    byte[] id = new byte[idLength];
    in.get(id);
    String sender = new String(id, StandardCharsets.UTF_8);
    if (TenantId.problem(sender).isPresent()) {
      return Optional.empty();
    }
    byte[] request = new byte[in.remaining()];
    in.get(request);
    return Optional.of(new UsageRecord(new TenantId(sender), shared, accepted, points, request));
  }
}
