package dev.headroom.cli.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.headroom.cli.output.Column;
import dev.headroom.cli.output.Table;
import dev.headroom.pricing.PriceBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What differs between two price books. It walks whatever the records hold, so a key that is new to
 * the books is compared without a word about it here.
 */
public final class BookDifferences {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("place"),
          Column.text("key"),
          Column.text("change"),
          Column.text("before"),
          Column.text("after"));

  /** Keys that say something to people and nothing to the rating. */
  private static final Set<String> WORDS = Set.of("name", "description", "source", "sourceDate");

  /** Singular of the keys whose elements have a name or a date or stand in an order. */
  private static final Map<String, String> SINGULAR =
      Map.of(
          "lines", "line",
          "prices", "price",
          "tiers", "tier",
          "invoice", "invoice step",
          "quantity", "quantity step",
          "share", "range",
          "meters", "meter");

  private final List<BookDifference> found = new ArrayList<>();

  private BookDifferences() {}

  /** From the first book to the second, in the order of the books' keys. */
  public static List<BookDifference> between(PriceBook before, PriceBook after) {
    BookDifferences differences = new BookDifferences();
    differences.objects("", BookTree.of(before), BookTree.of(after));
    return List.copyOf(differences.found);
  }

  /** A row a difference. */
  public static Table table(List<BookDifference> differences) {
    return new Table(
        COLUMNS,
        differences.stream()
            .map(
                d ->
                    List.of(
                        d.place(),
                        d.key(),
                        d.kind().name().toLowerCase(Locale.ROOT),
                        d.before(),
                        d.after()))
            .toList());
  }

  private void objects(String place, JsonNode before, JsonNode after) {
    Set<String> keys = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      value(place, key, before.path(key), after.path(key));
    }
  }

  private void value(String place, String key, JsonNode before, JsonNode after) {
    if (before.equals(after) || (BookTree.isAbsent(before) && BookTree.isAbsent(after))) {
      return;
    }
    if (ofObjects(before) || ofObjects(after)) {
      elements(place, key, before, after);
    } else if (before.isObject() && after.isObject()) {
      objects(inside(place, words(key)), before, after);
    } else {
      add(place, key, before, after);
    }
  }

  private static boolean ofObjects(JsonNode node) {
    return node.isArray() && !node.isEmpty() && node.get(0).isObject();
  }

  private void elements(String place, String key, JsonNode before, JsonNode after) {
    Map<String, JsonNode> first = named(before);
    Map<String, JsonNode> second = named(after);
    order(place, key, first.keySet(), second.keySet());
    Set<String> names = new LinkedHashSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      JsonNode left = first.getOrDefault(name, MissingNode.getInstance());
      JsonNode right = second.getOrDefault(name, MissingNode.getInstance());
      String element = inside(place, SINGULAR.getOrDefault(key, words(key)) + " " + name);
      if (left.isMissingNode() || right.isMissingNode()) {
        add(element, "", left, right);
      } else {
        objects(element, left, right);
      }
    }
  }

  /** By what people call them: an id, the day from which (and for whom), or the place from 1 on. */
  private static Map<String, JsonNode> named(JsonNode array) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    for (JsonNode element : array) {
      String name = Integer.toString(named.size() + 1);
      if (element.has("id")) {
        name = element.get("id").asText();
      } else if (element.has("from")) {
        JsonNode only = element.path("only");
        String whom = BookTree.isAbsent(only) ? "" : " only " + BookTree.text(only);
        name = "from " + element.get("from").asText() + whom;
      }
      named.put(name, element);
    }
    return named;
  }

  /** Invoice steps see those before them, so that their order counts; that of lines does not. */
  private void order(String place, String key, Set<String> before, Set<String> after) {
    if (!key.equals("invoice")) {
      return;
    }
    List<String> first = before.stream().filter(after::contains).toList();
    List<String> second = after.stream().filter(before::contains).toList();
    if (!first.equals(second)) {
      found.add(
          new BookDifference(
              inside(place, "invoice steps"),
              "order",
              String.join(", ", first),
              String.join(", ", second),
              false));
    }
  }

  private void add(String place, String key, JsonNode before, JsonNode after) {
    boolean words = WORDS.contains(key) || (place.isEmpty() && key.equals("id"));
    found.add(new BookDifference(place, words(key), text(before), text(after), words));
  }

  private static String text(JsonNode node) {
    return BookTree.isAbsent(node) ? "" : BookTree.text(node);
  }

  private static String inside(String place, String part) {
    return place.isEmpty() ? part : place + ", " + part;
  }

  /** {@code evenIfUnused} as a person would write it. */
  private static String words(String key) {
    return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
