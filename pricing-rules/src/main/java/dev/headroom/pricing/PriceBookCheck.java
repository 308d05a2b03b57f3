package dev.headroom.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a schema cannot say about a price book: meters, units, dates and tiers that fit together.
 */
final class PriceBookCheck {
  private final YamlDocument document;
  private final Map<String, String> meters;
  private final List<Problem> problems = new ArrayList<>();

  PriceBookCheck(YamlDocument document, Map<String, String> meters) {
    this.document = document;
    this.meters = meters;
  }

  /** All of them, in the order of the file. */
  List<Problem> problems() {
    currency(document.json().path("currency").asText());
    Set<String> ids = new HashSet<>();
    JsonNode lines = document.json().path("lines");
    for (int i = 0; i < lines.size(); i++) {
      String at = "/lines/" + i;
      String id = lines.get(i).path("id").asText();
      if (!ids.add(id)) {
        add(at + "/id", "line '" + id + "' is given twice");
      }
      line(lines.get(i), at);
    }
    StepsCheck steps = new StepsCheck(document);
    problems.addAll(steps.problems(ids));
    problems.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return problems;
  }

  private void currency(String code) {
    boolean known =
        Currency.getAvailableCurrencies().stream()
            .anyMatch(c -> c.getCurrencyCode().equals(code) && c.getDefaultFractionDigits() >= 0);
    if (!known) {
      add("/currency", "'" + code + "' is not a currency of ISO 4217");
    }
  }

  private void line(JsonNode line, String at) {
    boolean fee = !line.has("meter");
    if (!fee) {
      meter(line, at);
    }
    if (line.path("evenIfUnused").asBoolean()) {
      evenIfUnused(line, at);
    }
    if (!fee && line.has("prorate")) {
      addAtKey(at + "/prorate", "prorate is for a fee: a line without a meter");
    }
    JsonNode prices = line.path("prices");
    for (int i = 0; i < prices.size(); i++) {
      String price = at + "/prices/" + i;
      price(prices.get(i), fee, price);
      dates(prices.get(i), i == 0 ? null : prices.get(i - 1), price);
    }
  }

  private void meter(JsonNode line, String at) {
    String meter = line.path("meter").asText();
    String meterUnit = meters.get(meter);
    if (meterUnit == null) {
      String known = String.join(", ", new TreeSet<>(meters.keySet()));
      add(at + "/meter", "unknown meter '" + meter + "'; known meters: " + known);
    }
    PricingUnit unit;
    try {
      unit = PricingUnit.parse(line.path("unit").asText());
    } catch (IllegalArgumentException e) {
      add(at + "/unit", String.valueOf(e.getMessage()));
      return;
    }
    if (meterUnit != null && !PricingUnit.parse(meterUnit).convertsTo(unit)) {
      String message = "unit '%s' cannot be converted from '%s', the unit of meter '%s'";
      add(at + "/unit", message.formatted(unit.text(), meterUnit, meter));
    }
    if ((unit.months() > 0) != line.has("month")) {
      add(
          at + "/unit",
          line.has("month")
              ? "unit '" + unit.text() + "' has no mo, so there is no month to state"
              : "unit '" + unit.text() + "' needs the key month: calendar, or hours such as 730h");
    }
  }

  private void evenIfUnused(JsonNode line, String at) {
    boolean fee = false;
    for (JsonNode price : line.path("prices")) {
      fee |= price.path("tiers").path(0).has("fee");
    }
    if (!fee) {
      addAtKey(
          at + "/evenIfUnused", "no first tier has a fee that could be due if nothing is used");
    }
    if (line.path("scope").asText().equals("each")
        || !line.path("cycle").asText("month").equals("month")) {
      addAtKey(
          at + "/evenIfUnused",
          "what is not used has no dimensions and no hours: expected the scope pooled and the cycle"
              + " month");
    }
  }

  private void price(JsonNode price, boolean fee, String at) {
    if (price.has("price") == price.has("tiers")) {
      add(at, "expected either price or tiers");
    }
    if (price.has("model") && !price.has("tiers")) {
      addAtKey(at + "/model", "model says what tiers mean, and there are none");
    }
    for (String key : List.of("tiers", "allowance", "pack")) {
      if (fee && price.has(key)) {
        addAtKey(at + "/" + key, key + " is for a line with a meter");
      }
    }
    tiers(price.path("tiers"), at);
  }

  private void tiers(JsonNode tiers, String at) {
    Rational previous = Rational.ZERO;
    for (int i = 0; i < tiers.size(); i++) {
      boolean last = i == tiers.size() - 1;
      JsonNode upTo = tiers.get(i).get("upTo");
      String tier = at + "/tiers/" + i;
      if (upTo == null && !last) {
        add(tier, "only the last tier may be open; this one needs upTo");
      } else if (upTo != null) {
        Rational end = Rational.fromJson(upTo);
        if (last) {
          add(
              tier + "/upTo",
              "the last tier must be open, without upTo: usage beyond has no price");
        }
        if (end.compareTo(previous) <= 0) {
          String message = "upTo %s overlaps what is before it, expected more than %s";
          add(tier + "/upTo", message.formatted(end, previous));
        }
        previous = end;
      }
    }
  }

  private void dates(JsonNode price, @Nullable JsonNode previous, String at) {
    LocalDate from = date(price, "from");
    LocalDate to = date(price, "to");
    if (from == null) {
      return;
    }
    if (to != null && !from.isBefore(to)) {
      add(at + "/to", "to %s is not after from %s".formatted(to, from));
    }
    LocalDate previousFrom = previous == null ? null : date(previous, "from");
    LocalDate previousTo = previous == null ? null : date(previous, "to");
    if (previousFrom != null && !previousFrom.isBefore(from)) {
      add(at + "/from", "from %s is not after %s, the price before".formatted(from, previousFrom));
    } else if (previousTo != null && !previousTo.equals(from)) {
      String what = previousTo.isBefore(from) ? "gap" : "overlap";
      add(at + "/from", "%s of dates: the price before ends %s".formatted(what, previousTo));
    }
  }

  private static @Nullable LocalDate date(JsonNode node, String key) {
    return node.has(key) ? LocalDate.parse(node.get(key).asText()) : null;
  }

  private void add(String pointer, String message) {
    problems.add(document.problemAt(pointer, message));
  }

  private void addAtKey(String pointer, String message) {
    problems.add(document.problemAtKey(pointer, message));
  }
}
