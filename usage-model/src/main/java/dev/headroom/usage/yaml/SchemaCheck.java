package dev.headroom.usage.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
  private static final ObjectMapper JSON = new ObjectMapper();
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
    return new SchemaCheck(registry.getSchema(bundled(path)));
  }

  /**
   * A schema may refer to a definition in another file of its folder: that file's definitions are
   * taken in, so that every place of the schema is in one tree.
   */
  private static ObjectNode bundled(String path) {
    ObjectNode root = read(path);
    for (JsonNode parent : root.findParents("$ref")) {
      String ref = parent.path("$ref").asText();
      int hash = ref.indexOf('#');
      if (hash > 0) {
        String other = path.substring(0, path.lastIndexOf('/') + 1) + ref.substring(0, hash);
        ObjectNode definitions = root.withObjectProperty("$defs");
        bundled(other)
            .path("$defs")
            .properties()
            .forEach(own -> definitions.set(own.getKey(), own.getValue()));
        ((ObjectNode) parent).put("$ref", ref.substring(hash));
      }
    }
    return root;
  }

  private static ObjectNode read(String path) {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no schema " + path + " on the class path");
      }
      return JSON.readValue(in, ObjectNode.class);
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
