package dev.headroom.collectors.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The uncompressed bytes of a request, or why there are none. */
sealed interface Body {
  /** What is held at least, if the limit lets it; and no read passes the limit by as much. */
  int CHUNK_BYTES = 8192;

  /** All of them; not copied, since they are handed on and never changed. */
  final class Whole implements Body {
    private final byte[] bytes;

    Whole(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  record Refused(Answer answer) implements Body {}

  /**
   * Reads to the end, and no further than a byte behind {@code limit}, so that a small body which
   * decompresses to a huge one costs no more than the limit.
   *
   * @param expected how many bytes there will be; if it is right, nothing is copied
   * @param reservation grown by what is held
   */
  static Body read(InputStream in, int expected, int limit, MemoryBudget.Reservation reservation)
      throws IOException {
    int size = Math.min(limit, Math.max(CHUNK_BYTES, expected));
    if (!reservation.grow(size)) {
      return new Refused(Answer.busy());
    }
    byte[] held = new byte[size];
    int length = 0;
    while (true) {
      int n = in.read(held, length, held.length - length);
      if (n < 0) {
        return new Whole(Arrays.copyOf(held, length));
      }
      length += n;
      if (length == held.length) {
        int next = in.read();
        if (next < 0) {
          return new Whole(held);
        }
        if (length == limit) {
          return new Refused(tooLarge(limit));
        }
        int growth = Math.min(length, limit - length);
        if (!reservation.grow(growth)) {
          return new Refused(Answer.busy());
        }
        held = Arrays.copyOf(held, length + growth);
        held[length] = (byte) next;
        length++;
      }
    }
  }

  private static Answer tooLarge(int limit) {
    return Answer.tooLarge("the decompressed request", limit);
  }

  /** As {@link #read}, of what was compressed. */
  static Body decompress(
      ContentEncoding encoding, byte[] body, int limit, MemoryBudget.Reservation reservation) {
    if (encoding == ContentEncoding.IDENTITY) {
      return body.length > limit ? new Refused(tooLarge(limit)) : new Whole(body);
    }
    try (InputStream in = encoding.open(new ByteArrayInputStream(body))) {
      return read(in, encoding.expectedBytes(body), limit, reservation);
    } catch (IOException e) {
      return new Refused(
          Answer.malformed("the body is not " + encoding.token() + ", or was cut off"));
    }
  }
}
