package dev.headroom.collectors.gateway;

import java.io.IOException;
import java.io.InputStream;
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

  InputStream open(InputStream compressed) throws IOException {
    return switch (this) {
      case IDENTITY -> compressed;
      case GZIP -> new GZIPInputStream(compressed, BUFFER_BYTES);
      case ZSTD -> Zstd.open(compressed);
    };
  }
}
