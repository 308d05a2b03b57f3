package dev.headroom.collectors.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The uncompressed bytes of a request, or why there are none. */
sealed interface Body {
  /** How far a read may pass the limit before it stops. */
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
   * Reads to the end, and no further than {@code limit}, so that a small body which decompresses to
   * a huge one costs no more than the limit.
   *
   * @param reservation grown by what is held
   */
  static Body read(InputStream in, int limit, MemoryBudget.Reservation reservation)
      throws IOException {
    Buffer buffer = new Buffer();
    byte[] chunk = new byte[CHUNK_BYTES];
    while (true) {
      int n = in.read(chunk);
      if (n < 0) {
        return new Whole(buffer.toByteArray());
      }
      if (buffer.size() + n > limit) {
        return new Refused(Answer.tooLarge("the decompressed request", limit));
      }
      if (!buffer.append(chunk, n, reservation)) {
        return new Refused(Answer.busy());
      }
    }
  }

  /** As {@link #read}, of what was compressed. */
  static Body decompress(
      ContentEncoding encoding, byte[] body, int limit, MemoryBudget.Reservation reservation) {
    if (encoding == ContentEncoding.IDENTITY) {
      return new Whole(body);
    }
    try (InputStream in = encoding.open(new ByteArrayInputStream(body))) {
      return read(in, limit, reservation);
    } catch (IOException e) {
      return new Refused(
          Answer.malformed("the body is not " + encoding.token() + ", or was cut off"));
    }
  }

  /** Grows by doubling and reserves what it grows by. */
  final class Buffer extends ByteArrayOutputStream {
    private int reserved;

    boolean append(byte[] chunk, int length, MemoryBudget.Reservation reservation) {
      int needed = size() + length;
      if (needed > reserved) {
        int growth = Math.max(needed - reserved, reserved);
        if (!reservation.grow(growth)) {
          return false;
        }
        reserved += growth;
      }
      write(chunk, 0, length);
      return true;
    }
  }
}
