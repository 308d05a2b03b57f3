package dev.headroom.cli.billing;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.headroom.pricing.PriceBook;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A price book as a tree of all that its records hold: defaults are filled in, fractions are in
 * lowest terms, so that what is written in two ways but means one thing is one thing.
 */
final class BookTree {
  private static final ObjectMapper RECORDS =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addSerializer(new Constants()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .build();

  private BookTree() {}

  static JsonNode of(PriceBook book) {
    return RECORDS.valueToTree(book);
  }

  /** Whether a book says nothing there. */
  static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isContainerNode() && node.isEmpty());
  }

  /** As it could stand in a file, on one line, without what says nothing. */
  static String text(JsonNode node) {
    if (node.isArray()) {
      StringJoiner items = new StringJoiner(", ", "[", "]");
      node.forEach(item -> items.add(text(item)));
      return items.toString();
    }
    if (!node.isObject()) {
      return node.asText();
    }
    StringJoiner entries = new StringJoiner(", ", "{", "}");
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!isAbsent(field.getValue())) {
        entries.add(field.getKey() + ": " + text(field.getValue()));
      }
    }
    return entries.toString();
  }

  /** Constants as they are written in a file: {@code half-even}. */
  private static final class Constants extends StdSerializer<Enum<?>> {
    private static final long serialVersionUID = 1L;

    Constants() {
      super(Enum.class, false);
    }

    @Override
    public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }
}
