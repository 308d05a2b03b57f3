package dev.headroom.collectors.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The uncompressed bytes of a request, or why there are none. */
sealed interface Body {
  /** What is held at least, if the limit lets it; and no read passes the limit by as much. */
  int CHUNK_BYTES = 8192;

  /**
   * OTLP compresses to a tenth; what claims to be compressed by more than that is counted first.
   */
  int BELIEVED_RATIO = 64;

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

  /**
   * Unpacks what was compressed. What does not say how large it is, or what cannot be believed, is
   * counted before memory is taken. So a bomb costs time, and no memory.
   *
   * @param counting bounds how many are counted at once; beyond it they are to come again
   */
  static Body decompress(
      ContentEncoding encoding,
      byte[] body,
      int limit,
      MemoryBudget.Reservation reservation,
      Semaphore counting) {
    if (encoding == ContentEncoding.IDENTITY) {
      return body.length > limit ? new Refused(tooLarge(limit)) : new Whole(body);
    }
    try {
      long claimed = encoding.claimedBytes(body);
      if (claimed >= 0 && claimed <= Math.min(limit, (long) body.length * BELIEVED_RATIO)) {
        Body whole = exactly(encoding, body, claimed, limit, reservation);
        if (whole != null) {
          return whole;
        }
        // It has more than it says, as several members of gzip have.
      }
      if (!counting.tryAcquire()) {
        return new Refused(Answer.busy());
      }
      long length;
      try {
        length = count(encoding, body, limit);
      } finally {
        counting.release();
      }
      Body whole = exactly(encoding, body, length, limit, reservation);
      return whole == null ? new Refused(malformed(encoding)) : whole;
    } catch (IOException e) {
      return new Refused(malformed(encoding));
    }
  }

  /** Up to one more than the limit. */
  private static long count(ContentEncoding encoding, byte[] body, int limit) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = encoding.open(new ByteArrayInputStream(body))) {
      long length = 0;
      for (int n = 0; n >= 0 && length <= limit; n = in.read(chunk)) {
        length += n;
      }
      return Math.min(length, limit + 1L);
    }
  }

  /** Null if there is more. */
  private static @Nullable Body exactly(
      ContentEncoding encoding,
      byte[] body,
      long length,
      int limit,
      MemoryBudget.Reservation reservation)
      throws IOException {
    if (length > limit) {
      return new Refused(tooLarge(limit));
    }
    if (!reservation.grow(length)) {
      return new Refused(Answer.busy());
    }
    byte[] held = new byte[(int) length];
    try (InputStream in = encoding.open(new ByteArrayInputStream(body))) {
      int read = in.readNBytes(held, 0, held.length);
      if (in.read() >= 0) {
        reservation.shrink(length);
        return null;
      }
      return new Whole(read == held.length ? held : Arrays.copyOf(held, read));
    }
  }

  private static Answer malformed(ContentEncoding encoding) {
    return Answer.malformed("the body is not " + encoding.token() + ", or was cut off");
  }
}
