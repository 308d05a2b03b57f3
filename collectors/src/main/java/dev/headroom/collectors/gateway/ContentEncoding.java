package dev.headroom.collectors.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** How the body of an HTTP request is compressed (RFC 9110, 8.4). */
enum ContentEncoding {
  IDENTITY,
  GZIP,
  ZSTD;

  /** What a client may send, for a header or a message. */
  static final String ACCEPTED = "gzip, zstd";

  private static final int BUFFER_BYTES = 8192;

  /** Of the header; empty if it is another one. */
  static Optional<ContentEncoding> of(@Nullable String header) {
    if (header == null) {
      return Optional.of(IDENTITY);
    }
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "identity" -> Optional.of(IDENTITY);
      case "gzip" -> Optional.of(GZIP);
      case Zstd.NAME -> Optional.of(ZSTD);
      default -> Optional.empty();
    };
  }

  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How many bytes a body says it has when it is decompressed; -1 if it does not. */
  long claimedBytes(byte[] body) {
    if (this == ZSTD) {
      return Zstd.contentBytes(body);
    }
    // ISIZE of the last member, RFC 1952, 2.3.1.
    return this != GZIP || body.length < Integer.BYTES
        ? -1
        : Integer.toUnsignedLong(
            ByteBuffer.wrap(body)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(body.length - Integer.BYTES));
  }

  InputStream open(InputStream compressed) throws IOException {
    return switch (this) {
      case IDENTITY -> compressed;
      case GZIP -> new GZIPInputStream(compressed, BUFFER_BYTES);
      case ZSTD -> Zstd.open(compressed);
    };
  }
}
