package dev.headroom.usage.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file that has passed its JSON Schema, ready to be bound to a record.
 *
 * <p>Keys are bound to record components of the same name. Beside what Jackson knows: {@link
 * java.math.BigDecimal} exactly as written; {@link java.time.Instant} in ISO-8601 with a zone;
 * {@link java.time.LocalDate}; {@link java.time.Duration} as in {@link DurationText}; enum
 * constants in kebab case ({@code FULLY_MANAGED} is {@code fully-managed}). A key that is absent
 * gives null, and is refused for a primitive: an optional component is a nullable type whose
 * default the record's constructor sets.
 */
public final class YamlDocument {
  private final YamlTree tree;

  private YamlDocument(YamlTree tree) {
    this.tree = tree;
  }

  /**
   * Parses and validates.
   *
   * @param file name for messages
   * @param schemaResource path of a JSON Schema (2020-12) on the class path
   * @throws InvalidInputException with every problem: those of YAML alone if it has any, else all
   *     of the schema
   */
  public static YamlDocument parse(String file, String text, String schemaResource) {
    YamlTree tree = YamlTree.parse(file, text);
    List<Problem> problems = SchemaCheck.of(schemaResource).problems(tree);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return new YamlDocument(tree);
  }

  /**
   * The text at the top-level key {@code kind}, which says what schema a file should meet.
   *
   * @return null if there is none
   * @throws InvalidInputException if the text is not YAML
   */
  public static @Nullable String kindOf(String file, String text) {
    JsonNode kind = YamlTree.parse(file, text).root().path("kind");
    return kind.isTextual() ? kind.asText() : null;
  }

  public String file() {
    return tree.file();
  }

  /** The file as JSON; numbers are decimals, exactly as written. */
  public JsonNode json() {
    return tree.root();
  }

  /**
   * Binds to a record.
   *
   * @throws InvalidInputException if a value has no such meaning (the schema should have said so)
   */
  public <T> T as(Class<T> type) {
    try {
      return RecordMapper.MAPPER.treeToValue(tree.root(), type);
    } catch (JsonMappingException e) {
      throw new InvalidInputException(List.of(problemAt(pointer(e), message(e))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  /**
   * A problem that a caller found in the value at {@code jsonPointer} (RFC 6901, {@code
   * /lines/0/price}; empty for the whole file). Where the file has nothing there, the position is
   * that of the nearest block above.
   */
  public Problem problemAt(String jsonPointer, String message) {
    return tree.problemAtValue(jsonPointer, message);
  }

  /** As {@link #problemAt}, but at the key. */
  public Problem problemAtKey(String jsonPointer, String message) {
    return tree.problemAtKey(jsonPointer, message);
  }

  private static String pointer(JsonMappingException e) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName();
      pointer.append(YamlTree.child("", name));
    }
    return pointer.toString();
  }

  private static String message(JsonMappingException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    String text = e.getOriginalMessage();
    if (e instanceof InvalidFormatException format && text.contains("expected ")) {
      return "'"
          + format.getValue()
          + "' is not valid, "
          + text.substring(text.indexOf("expected "));
    }
    return text.startsWith("Cannot map `null`") ? "missing key '" + lastName(e) + "'" : text;
  }

  private static String lastName(JsonMappingException e) {
    return String.valueOf(e.getPath().get(e.getPath().size() - 1).getFieldName());
  }
}
