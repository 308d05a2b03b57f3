package dev.headroom.collectors.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.collectors.node.Continuation.Kept;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A ledger as bytes: {@code HRNC}, the format's version, a CRC-32C of all that follows, then the
 * fields in the order of {@link Kept}. Numbers are big-endian; a text is its length in bytes and
 * UTF-8; a metric is its name.
 */
final class LedgerBytes {
  private static final int MAGIC = 0x48524e43;
  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 12;

  private LedgerBytes() {}

  static byte[] write(Kept kept) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, kept.circumstances().boot());
      text(out, kept.circumstances().rules());
      ledger(out, kept.ledger());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] body = bytes.toByteArray();
    return ByteBuffer.allocate(HEADER_BYTES + body.length)
        .putInt(MAGIC)
        .putInt(VERSION)
        .putInt(checksum(body))
        .put(body)
        .array();
  }

  private static void ledger(DataOutputStream out, Ledger.State ledger) throws IOException {
    out.writeLong(ledger.startNanos());
    out.writeLong(ledger.sampledNanos());
    out.writeLong(ledger.sample());
    out.writeInt(ledger.seen().size());
    for (Map.Entry<Ledger.Key, Ledger.Seen> e : ledger.seen().entrySet()) {
      text(out, e.getKey().source());
      text(out, e.getKey().metric().text());
      text(out, e.getKey().label());
      out.writeLong(e.getValue().value());
      out.writeLong(e.getValue().sample());
    }
    out.writeInt(ledger.totals().size());
    for (Map.Entry<Series, Ledger.Total> e : ledger.totals().entrySet()) {
      out.writeInt(e.getKey().rule());
      text(out, e.getKey().metric().text());
      attributes(out, e.getKey().attributes());
      out.writeLong(e.getValue().sum().value());
      out.writeLong(e.getValue().sum().startNanos());
      out.writeLong(e.getValue().sample());
    }
  }

  private static void attributes(DataOutputStream out, Attributes attributes) throws IOException {
    out.writeInt(attributes.size());
    for (Map.Entry<AttributeKey<?>, Object> e : attributes.asMap().entrySet()) {
      text(out, e.getKey().getKey());
      text(out, String.valueOf(e.getValue()));
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException that says what is wrong with the bytes
   */
  static Kept read(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES || header.getInt() != MAGIC) {
      throw new IllegalArgumentException("it is not a state file of the node collector");
    }
    int version = header.getInt();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it has version %d, expected %d".formatted(version, VERSION));
    }
    int expected = header.getInt();
    byte[] body = new byte[header.remaining()];
    header.get(body);
    if (checksum(body) != expected) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
      Circumstances circumstances = new Circumstances(text(in), text(in));
      return new Kept(circumstances, ledger(in));
    } catch (IOException e) {
      throw new IllegalArgumentException("it ends too early", e);
    }
  }

  private static Ledger.State ledger(DataInputStream in) throws IOException {
    long startNanos = in.readLong();
    long sampledNanos = in.readLong();
    long sample = in.readLong();
    Map<Ledger.Key, Ledger.Seen> seen = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      Ledger.Key key = new Ledger.Key(text(in), metric(in), text(in));
      seen.put(key, new Ledger.Seen(in.readLong(), in.readLong()));
    }
    Map<Series, Ledger.Total> totals = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      Series series = new Series(in.readInt(), metric(in), attributes(in));
      totals.put(series, new Ledger.Total(new Sum(in.readLong(), in.readLong()), in.readLong()));
    }
    return new Ledger.State(startNanos, sampledNanos, sample, seen, totals);
  }

  private static NodeMetric metric(DataInputStream in) throws IOException {
    String text = text(in);
    for (NodeMetric metric : NodeMetric.values()) {
      if (metric.text().equals(text)) {
        return metric;
      }
    }
    throw new IllegalArgumentException("it holds the unknown metric " + text);
  }

  private static Attributes attributes(DataInputStream in) throws IOException {
    AttributesBuilder attributes = Attributes.builder();
    for (int left = in.readInt(); left > 0; left--) {
      attributes.put(text(in), text(in));
    }
    return attributes.build();
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  private static int checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return (int) crc.getValue();
  }
}
