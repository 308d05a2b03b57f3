package dev.headroom.aggregation.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.codec.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What the headers of a record say of its producer. A producer is known by its id only together
 * with a sequence number: without either, nothing could be proven of it, and its records are {@code
 * direct-<partition>}.
 *
 * @param producerId the header's, or {@code direct-<partition>}, or {@code
 *     direct-<topic>-<partition>} of a topic that Collectors write themselves
 * @param sequence the producer's number of the record, or {@link #NO_SEQUENCE}
 * @param shared whether a gateway says that this is a process of many tenants, which may speak of
 *     every tenant that it names
 * @param points number of points the producer says are in it, or {@link #UNDECLARED}
 */
public record ProducerHeaders(String producerId, long sequence, boolean shared, long points) {
  public static final String PRODUCER_ID = "headroom-producer-id";
  public static final String SEQUENCE = "headroom-sequence";
  public static final String POINTS = "headroom-points";
  public static final String SHARED = "headroom-shared";

  /** {@link #sequence} of a direct producer. */
  public static final long NO_SEQUENCE = -1;

  /** {@link #points} of a record without a usable header. */
  public static final long UNDECLARED = -1;

  private static final int MAX_PRODUCER_ID_BYTES = 200;
  private static final int MAX_DIGITS = 18;
  private static final byte[] NOTHING = {};
  private static final byte[] TRUE = "true".getBytes(UTF_8);

  /** Reads the headers of a record in a partition; a header that makes no sense is as none. */
  public static ProducerHeaders of(Headers headers, int partition) {
    byte[] id = value(headers, PRODUCER_ID);
    long sequence = number(headers, SEQUENCE, NO_SEQUENCE);
    long points = number(headers, POINTS, UNDECLARED);
    boolean shared = Arrays.equals(value(headers, SHARED), TRUE);
    return id.length == 0 || id.length > MAX_PRODUCER_ID_BYTES || sequence == NO_SEQUENCE
        ? new ProducerHeaders("direct-" + partition, NO_SEQUENCE, false, points)
        : new ProducerHeaders(new String(id, UTF_8), sequence, shared, points);
  }

  /** Of who says nothing that can be believed. */
  static ProducerHeaders none(String producerId, boolean shared) {
    return new ProducerHeaders(producerId, NO_SEQUENCE, shared, UNDECLARED);
  }

  private static long number(Headers headers, String name, long absent) {
    byte[] digits = value(headers, name);
    if (digits.length == 0 || digits.length > MAX_DIGITS) {
      return absent;
    }
    long number = 0;
    for (byte digit : digits) {
      if (digit < '0' || digit > '9') {
        return absent;
      }
      number = 10 * number + (digit - '0');
    }
    return number;
  }

  private static byte[] value(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? NOTHING : header.value();
  }

  public boolean isDeclared() {
    return points != UNDECLARED;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeText(producerId, out);
    out.writeLong(sequence);
    out.writeBoolean(shared);
    out.writeLong(points);
  }

  static ProducerHeaders read(DataInput in) throws IOException {
    return new ProducerHeaders(Wire.readText(in), in.readLong(), in.readBoolean(), in.readLong());
  }
}
