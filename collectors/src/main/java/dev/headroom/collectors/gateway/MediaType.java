package dev.headroom.collectors.gateway;

import com.google.protobuf.Message;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/** How a message is written in HTTP; an answer is written as the request was. */
enum MediaType {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private final String token;

  MediaType(String token) {
    this.token = token;
  }

  String token() {
    return token;
  }

  /** Of the header {@code Content-Type}; empty if it is another one. */
  static Optional<MediaType> of(@Nullable String header) {
    String media = header == null ? "" : HttpField.getValueParameters(header, null);
    String wanted = media.strip().toLowerCase(Locale.ROOT);
    for (MediaType type : values()) {
      if (type.token.equals(wanted)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  byte[] write(Message message) {
    return this == JSON ? OtlpJson.toJson(message) : message.toByteArray();
  }
}
