package dev.headroom.usage.yaml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Function;

/** Jackson, told to be strict: no unknown key, no coercion, exact decimals. */
final class RecordMapper {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(texts())
          .build();

  private RecordMapper() {}

  private static SimpleModule texts() {
    SimpleModule module = new SimpleModule("headroom");
    module.addDeserializer(
        Instant.class,
        new Text<>(
            Instant.class, Instant::parse, "a time with its zone such as 2026-06-01T00:00:00Z"));
    module.addDeserializer(
        LocalDate.class,
        new Text<>(LocalDate.class, LocalDate::parse, "a date such as 2026-06-01"));
    module.addDeserializer(
        ZoneId.class, new Text<>(ZoneId.class, ZoneId::of, "a time zone such as Europe/Berlin"));
    module.addDeserializer(
        Duration.class,
        new Text<>(
            Duration.class,
            DurationText::parse,
            "a duration such as 500ms, 30s, 5m, 1h30m, 7d or PT5M"));
    module.setDeserializerModifier(new KebabEnums());
    return module;
  }

  /** A value with one textual form. */
  private static final class Text<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;
    private final String expected;

    Text(Class<T> type, Function<String, T> parse, String expected) {
      super(type);
      this.parse = parse;
      this.expected = expected;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String text = parser.getText();
      try {
        return parse.apply(text);
      } catch (RuntimeException e) {
        throw context.weirdStringException(text, handledType(), "expected " + expected);
      }
    }
  }

  /** {@code FULLY_MANAGED} is written {@code fully-managed}, or {@code fully_managed}. */
  private static final class KebabEnums extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription description,
        JsonDeserializer<?> deserializer) {
      Object[] constants = type.getRawClass().getEnumConstants();
      return new Text<>(Object.class, text -> constant(constants, text), written(constants));
    }

    private static Object constant(Object[] constants, String text) {
      for (Object constant : constants) {
        if (kebab(constant).equals(text.replace('_', '-'))) {
          return constant;
        }
      }
      throw new IllegalArgumentException(text);
    }

    private static String written(Object[] constants) {
      StringBuilder names = new StringBuilder("one of:");
      for (Object constant : constants) {
        names.append(' ').append(kebab(constant));
      }
      return names.toString();
    }

    private static String kebab(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
