package dev.headroom.usage.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks a tree against a JSON Schema (2020-12) of the class path and says what is wrong where. */
final class SchemaCheck {
  private static final Map<String, SchemaCheck> BY_RESOURCE = new ConcurrentHashMap<>();

  private final Schema schema;

  private SchemaCheck(Schema schema) {
    this.schema = schema;
  }

  /** Compiled once per resource; a resource that is missing or is no schema is a bug of ours. */
  static SchemaCheck of(String resource) {
    return BY_RESOURCE.computeIfAbsent(resource, SchemaCheck::load);
  }

  private static SchemaCheck load(String resource) {
    String path = resource.startsWith("/") ? resource : "/" + resource;
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).locale(Locale.ENGLISH).build();
    SchemaRegistry registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, b -> b.schemaRegistryConfig(config));
    try (InputStream in = SchemaCheck.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no schema " + path + " on the class path");
      }
      return new SchemaCheck(registry.getSchema(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every violation, in the order of the file; empty if the tree is valid. */
  List<Problem> problems(YamlTree tree) {
    Map<String, List<Error>> byPlace = new LinkedHashMap<>();
    for (Error error : schema.validate(tree.root())) {
      byPlace.computeIfAbsent(place(error), p -> new ArrayList<>()).add(error);
    }
    List<Problem> problems = new ArrayList<>();
    for (List<Error> errors : byPlace.values()) {
      problems.add(problem(tree, errors));
    }
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return problems.stream().distinct().toList();
  }

  /** Branches of anyOf may refuse one value for several types: that is one problem, not many. */
  private static String place(Error error) {
    String property = error.getProperty() == null ? "" : error.getProperty();
    return error.getInstanceLocation() + " " + error.getKeyword() + " " + property;
  }

  private Problem problem(YamlTree tree, List<Error> errors) {
    Error error = errors.get(0);
    String pointer = error.getInstanceLocation().toString();
    String message = SchemaMessage.of(schema.getSchemaNode(), errors);
    JsonNode instance = error.getInstanceNode();
    if (SchemaMessage.isAboutKey(error)) {
      String property = error.getProperty();
      return tree.problemAtKey(
          property == null ? pointer : YamlTree.child(pointer, property), message);
    }
    // A block starts below its key, so a block of the wrong kind is best pointed at by the key.
    boolean block = instance != null && instance.isContainerNode();
    return block ? tree.problemAtKey(pointer, message) : tree.problemAtValue(pointer, message);
  }
}
