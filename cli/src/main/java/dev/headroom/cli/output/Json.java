package dev.headroom.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** JSON as text. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** Indented, with a line end. */
  public static String pretty(JsonNode json) {
    return write(MAPPER.writerWithDefaultPrettyPrinter(), json) + "\n";
  }

  /** On one line. */
  public static String compact(Object value) {
    return write(MAPPER.writer(), value);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value in memory cannot fail to be written", e);
    }
  }
}
