package dev.headroom.usage.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a violation of the schema means to the person who wrote the file. */
final class SchemaMessage {
  private static final int MAX_SHOWN = 60;

  private SchemaMessage() {}

  /** Whether the message is about a key that should not be there. */
  static boolean isAboutKey(Error error) {
    return switch (error.getKeyword()) {
      case "additionalProperties", "unevaluatedProperties", "propertyNames", "false" -> true;
      default -> false;
    };
  }

  /** {@code errors} share place and keyword and differ in the branch of the schema. */
  static String of(JsonNode root, List<Error> errors) {
    Error error = errors.get(0);
    String name = "'" + error.getProperty() + "'";
    JsonNode expected = at(root, error, 0);
    String found = shown(error.getInstanceNode());
    String key = prefix(error);
    return switch (error.getKeyword()) {
      case "additionalProperties", "unevaluatedProperties" ->
          "unknown key " + name + known(at(root, error, 1));
      case "required" -> key + "missing key " + name;
      case "dependentRequired" -> key + "missing key '" + error.getArguments()[0] + "'";
      case "false" -> "key '" + lastName(error) + "' is not allowed here";
      case "type" -> key + "expected " + types(root, errors) + ", found " + found;
      case "enum" -> key + found + " is not one of: " + list(expected);
      case "const" -> key + "expected " + shown(expected) + ", found " + found;
      case "pattern", "format" -> key + found + " is not valid, expected " + form(root, error);
      case "minimum" -> key + "expected at least " + expected.asText() + ", found " + found;
      case "maximum" -> key + "expected at most " + expected.asText() + ", found " + found;
      case "exclusiveMinimum" ->
          key + "expected more than " + expected.asText() + ", found " + found;
      case "exclusiveMaximum" ->
          key + "expected less than " + expected.asText() + ", found " + found;
      case "minItems", "minProperties" ->
          key + "expected at least " + expected.asText() + " entries";
      case "maxItems", "maxProperties" ->
          key + "expected at most " + expected.asText() + " entries";
      case "minLength" -> key + "must not be shorter than " + expected.asText() + " characters";
      case "maxLength" -> key + "must not be longer than " + expected.asText() + " characters";
      case "uniqueItems" -> key + "has the same entry twice";
      default -> key + error.getMessage();
    };
  }

  private static String prefix(Error error) {
    String name = lastName(error);
    return name.isEmpty() ? "" : name + ": ";
  }

  /** The name of the value that is wrong: its key, or the key and index of a list's entry. */
  private static String lastName(Error error) {
    String pointer = error.getInstanceLocation().toString();
    String index = "";
    int slash = pointer.lastIndexOf('/');
    while (slash >= 0 && pointer.substring(slash + 1).matches("[0-9]+")) {
      index = "[" + pointer.substring(slash + 1) + "]" + index;
      pointer = pointer.substring(0, slash);
      slash = pointer.lastIndexOf('/');
    }
    return pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~") + index;
  }

  /** The schema's value at the keyword that failed, or {@code up} levels above it. */
  private static JsonNode at(JsonNode root, Error error, int up) {
    String pointer = error.getSchemaLocation().getFragment().toString();
    for (int i = 0; i < up; i++) {
      pointer = pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }
    return root.at(pointer);
  }

  private static String known(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names.isEmpty() ? "" : "; known keys: " + String.join(", ", names);
  }

  private static String types(JsonNode root, List<Error> errors) {
    TreeSet<String> types = new TreeSet<>();
    for (Error error : errors) {
      JsonNode type = at(root, error, 0);
      if (type.isArray()) {
        type.forEach(t -> types.add(typeName(t.asText())));
      } else {
        types.add(typeName(type.asText()));
      }
    }
    return String.join(" or ", types);
  }

  private static String typeName(String type) {
    return switch (type) {
      case "object" -> "a block of keys";
      case "array" -> "a list";
      case "string" -> "text";
      case "number" -> "a number";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> type;
    };
  }

  /** A schema says in {@code description} how a value is written; else the bare pattern. */
  private static String form(JsonNode root, Error error) {
    String description = at(root, error, 1).path("description").asText();
    return description.isEmpty() ? at(root, error, 0).asText() : description;
  }

  private static String list(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(v -> texts.add(v.asText()));
    return texts.stream().collect(Collectors.joining(", "));
  }

  private static String shown(@Nullable JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return "nothing";
    }
    if (node.isObject()) {
      return "a block of keys";
    }
    if (node.isArray()) {
      return "a list";
    }
    String text = node.asText();
    String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    return node.isTextual() ? "'" + cut + "'" : cut;
  }
}
