package dev.headroom.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a schema cannot say about the quantity steps and the invoice steps of a price book. */
final class StepsCheck {
  private static final List<String> QUANTITY =
      List.of("times", "lookup", "atLeast", "atMost", "roundUpTo");
  private static final List<String> INVOICE =
      List.of("discount", "credit", "minimum", "maximum", "waiveBelow", "share", "tax");

  private final YamlDocument document;
  private final List<Problem> problems = new ArrayList<>();

  StepsCheck(YamlDocument document) {
    this.document = document;
  }

  /**
   * All of them.
   *
   * @param lines ids of the lines of the book
   */
  List<Problem> problems(Set<String> lines) {
    JsonNode all = document.json().path("lines");
    for (int i = 0; i < all.size(); i++) {
      quantity(all.get(i), "/lines/" + i);
    }
    invoice(document.json().path("invoice"), "/invoice/", lines);
    return problems;
  }

  /**
   * Those of the invoice steps of a subscription.
   *
   * @param steps where they are
   * @param at their place in the file
   * @param lines ids of the lines and steps of the book
   */
  List<Problem> problems(JsonNode steps, String at, Set<String> lines) {
    invoice(steps, at, lines);
    return problems;
  }

  private void quantity(JsonNode line, String at) {
    Set<String> each = new TreeSet<>();
    line.path("each").forEach(dimension -> each.add(dimension.asText()));
    if (line.has("as")) {
      try {
        PricingUnit.parse(line.path("as").asText());
      } catch (IllegalArgumentException e) {
        add(at + "/as", String.valueOf(e.getMessage()));
      }
    }
    JsonNode steps = line.path("quantity");
    for (int i = 0; i < steps.size(); i++) {
      String step = at + "/quantity/" + i;
      oneOf(steps.get(i), QUANTITY, step);
      String lookup = steps.get(i).path("lookup").asText();
      if (!lookup.isEmpty() && !each.contains(lookup)) {
        add(step + "/lookup", "'" + lookup + "' is not among the dimensions kept apart (each)");
      }
    }
  }

  private void invoice(JsonNode steps, String path, Set<String> lines) {
    Set<String> before = new HashSet<>(lines);
    boolean taxed = false;
    for (int i = 0; i < steps.size(); i++) {
      JsonNode step = steps.get(i);
      String at = path + i;
      oneOf(step, INVOICE, at);
      if (step.has("of") && !step.has("discount") && !step.has("tax")) {
        add(at + "/of", "of is for a discount or a tax");
      }
      for (int j = 0; j < step.path("of").size(); j++) {
        String of = step.path("of").get(j).asText();
        if (!before.contains(of)) {
          String known = String.join(", ", new TreeSet<>(before));
          add(
              at + "/of/" + j,
              "'" + of + "' is no line or step before this one; those are " + known);
        }
      }
      if (taxed && !step.has("tax")) {
        add(at, "taxes come last: this step would change what has been taxed");
      }
      taxed |= step.has("tax");
      share(step.path("share"), at + "/share/");
      String id = step.path("id").asText();
      if (!before.add(id)) {
        add(at + "/id", "'" + id + "' is given twice");
      }
    }
  }

  private void share(JsonNode ranges, String at) {
    Rational previous = Rational.ZERO;
    for (int i = 0; i < ranges.size(); i++) {
      JsonNode upTo = ranges.get(i).get("upTo");
      boolean last = i == ranges.size() - 1;
      if (last != (upTo == null)) {
        add(at + i, "the last range, and only the last, is open: without upTo");
      }
      if (upTo != null) {
        Rational end = Rational.fromJson(upTo);
        if (end.compareTo(previous) <= 0) {
          String message = "upTo %s overlaps what is before it, expected more than %s";
          add(at + i + "/upTo", message.formatted(end, previous));
        }
        previous = end;
      }
    }
  }

  private void oneOf(JsonNode step, List<String> kinds, String at) {
    long given = kinds.stream().filter(step::has).count();
    if (given != 1) {
      add(at, "expected exactly one of " + String.join(", ", kinds) + ", found " + given);
    }
  }

  private void add(String pointer, String message) {
    problems.add(document.problemAt(pointer, message));
  }
}
