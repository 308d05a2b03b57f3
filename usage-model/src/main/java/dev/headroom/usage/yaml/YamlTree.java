package dev.headroom.usage.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** The JSON value of a YAML text, and for each JSON pointer in it the place in the text. */
final class YamlTree {
  static final int MAX_CODE_POINTS = 4 << 20;
  static final int MAX_ALIASES = 50;
  static final int MAX_DEPTH = 50;

  /** Aliases may repeat a part of the file: this bounds what they expand to. */
  static final int MAX_NODES = 500_000;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Mark> values = new HashMap<>();
  private final Map<String, Mark> keys = new HashMap<>();
  private JsonNode root = JSON.nullNode();
  private int nodes;

  private YamlTree(String file) {
    this.file = file;
  }

  /** Throws {@link InvalidInputException} if the text is not YAML of the kind we accept. */
  static YamlTree parse(String file, String text) {
    YamlTree tree = new YamlTree(file);
    Node node = tree.compose(text);
    if (node != null) {
      tree.root = tree.convert(node, "", 0);
    }
    if (!tree.problems.isEmpty()) {
      throw new InvalidInputException(tree.problems);
    }
    return tree;
  }

  String file() {
    return file;
  }

  JsonNode root() {
    return root;
  }

  Problem problemAtValue(String pointer, String message) {
    return problem(markOf(values, pointer), message);
  }

  Problem problemAtKey(String pointer, String message) {
    Mark key = keys.get(pointer);
    return key == null ? problemAtValue(pointer, message) : problem(key, message);
  }

  /** The mark of the pointer or, where the file has nothing there, of the nearest thing above. */
  private static @Nullable Mark markOf(Map<String, Mark> marks, String pointer) {
    String at = pointer;
    while (!marks.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return marks.get(at);
  }

  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private @Nullable Node compose(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CODE_POINTS);
    limits.setMaxAliasesForCollections(MAX_ALIASES);
    limits.setNestingDepthLimit(MAX_DEPTH);
    try {
      if (text.length() > MAX_CODE_POINTS) {
        throw new YAMLException("longer than " + MAX_CODE_POINTS + " characters");
      }
      StreamReader reader = new StreamReader(new StringReader(text));
      return new Composer(new ParserImpl(reader, limits), new AllText(), limits).getSingleNode();
    } catch (MarkedYAMLException e) {
      throw new InvalidInputException(List.of(problem(e.getProblemMark(), syntax(e))));
    } catch (YAMLException e) {
      throw new InvalidInputException(List.of(problem(null, "not YAML: " + e.getMessage())));
    }
  }

  private static String syntax(MarkedYAMLException e) {
    String context = e.getContext() == null ? "" : " " + e.getContext();
    return "not YAML: " + e.getProblem() + context;
  }

  private JsonNode convert(Node node, String pointer, int depth) {
    values.put(pointer, node.getStartMark());
    // An alias inside its own anchor makes the tree endless; the depth ends it.
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      String limit = depth > MAX_DEPTH ? MAX_DEPTH + " levels" : MAX_NODES + " values";
      throw new InvalidInputException(List.of(problem(node.getStartMark(), "more than " + limit)));
    }
    if (!node.getTag().equals(AllText.expected(node.getNodeId()))) {
      add(node, "tags are not supported: remove '" + node.getTag().getValue() + "'");
      return JSON.nullNode();
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, pointer, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(convert(item, pointer + "/" + array.size(), depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode mapping(MappingNode mapping, String pointer, int depth) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        add(tuple.getKeyNode(), "a key must be plain text");
        continue;
      }
      String key = keyNode.getValue();
      String at = child(pointer, key);
      Mark first = keys.putIfAbsent(at, keyNode.getStartMark());
      if (object.has(key) && first != null) {
        add(keyNode, "duplicate key '" + key + "', first given in line " + (first.getLine() + 1));
        continue;
      }
      object.set(key, convert(tuple.getValueNode(), at, depth + 1));
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getScalarStyle() != ScalarStyle.PLAIN) {
      return JSON.textNode(text);
    }
    return switch (text) {
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      case "null", "~", "" -> JSON.nullNode();
      default -> NUMBER.matcher(text).matches() ? number(text) : JSON.textNode(text);
    };
  }

  private static JsonNode number(String text) {
    BigDecimal value = new BigDecimal(text);
    boolean whole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    return whole ? JSON.numberNode(value.toBigIntegerExact()) : DecimalNode.valueOf(value);
  }

  private void add(Node node, String message) {
    problems.add(problem(node.getStartMark(), message));
  }

  private Problem problem(@Nullable Mark mark, String message) {
    return mark == null
        ? new Problem(file, 1, 1, message)
        : new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  /** Leaves the meaning of scalars to {@link #scalar}, so any other tag was written by the user. */
  private static final class AllText extends Resolver {
    @Override
    public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
      return expected(kind);
    }

    static Tag expected(NodeId kind) {
      return switch (kind) {
        case mapping -> Tag.MAP;
        case sequence -> Tag.SEQ;
        default -> Tag.STR;
      };
    }
  }
}
