package dev.headroom.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.usage.meter.WindowLength;
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
import org.jspecify.annotations.Nullable;

/**
 * What a schema cannot say about a price book: meters, units, dates and tiers that fit together.
 */
final class PriceBookCheck {
  private static final List<String> METERED =
      List.of(
          "month",
          "over",
          "where",
          "each",
          "quantity",
          "as",
          "allowanceOf",
          "creditBank",
          "cycle",
          "maximum",
          "evenIfUnused");

  private final YamlDocument document;
  private final MetersCheck meters;
  private final List<Problem> problems = new ArrayList<>();

  PriceBookCheck(
      YamlDocument document, Map<String, String> meters, Map<String, WindowLength> windows) {
    this.document = document;
    this.meters = new MetersCheck(document, meters, windows);
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
    problems.addAll(meters.problems());
    problems.addAll(new StepsCheck(document).problems(ids));
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
    boolean fee = !line.has("meter") && !line.has("meters");
    keys(line, fee, at);
    if (line.path("evenIfUnused").asBoolean() && !fee) {
      evenIfUnused(line, at);
    }
    if (!fee && line.has("prorate")) {
      addAtKey(at + "/prorate", "prorate is for a fee: a line without a meter");
    }
    JsonNode prices = line.path("prices");
    for (int i = 0; i < prices.size(); i++) {
      String price = at + "/prices/" + i;
      price(prices.get(i), fee, price);
      JsonNode before = beforeForTheSame(prices, i);
      dates(prices.get(i), before, price);
      if (before == null) {
        onlyOne(prices, i, price);
      }
    }
  }

  private void keys(JsonNode line, boolean fee, String at) {
    for (String key : METERED) {
      if (fee && line.has(key)) {
        addAtKey(at + "/" + key, key + " is for a line with a meter");
      }
    }
    if (line.has("meter") && line.has("meters")) {
      addAtKey(at + "/meters", "expected either meter or meters");
    }
    if (line.has("as") && !line.has("quantity") && !line.has("meters")) {
      addAtKey(at + "/as", "as names what quantity or meters make, and there is neither");
    }
    if (line.has("allowanceOf") && line.has("creditBank")) {
      addAtKey(at + "/creditBank", "expected either allowanceOf or creditBank");
    }
    boolean earning = line.has("allowanceOf") || line.has("creditBank");
    if (earning && line.path("over").asText().equals("max")) {
      addAtKey(at + "/over", "what is earned is taken from a sum, not from a maximum");
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

  private static @Nullable JsonNode beforeForTheSame(JsonNode prices, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (prices.get(i).path("only").equals(prices.get(index).path("only"))) {
        return prices.get(i);
      }
    }
    return null;
  }

  /** For no subscription may two prices ask for as many of its terms. */
  private void onlyOne(JsonNode prices, int index, String at) {
    JsonNode only = prices.get(index).path("only");
    for (int i = 0; i < index; i++) {
      JsonNode other = prices.get(i).path("only");
      boolean agree =
          only.properties().stream()
              .allMatch(term -> other.path(term.getKey()).asText(text(term)).equals(text(term)));
      if (agree && !other.equals(only) && other.size() == only.size()) {
        addAtKey(
            at + "/only",
            "a subscription may meet this and the price %d before it: ask for the same terms, or for"
                    .formatted(index - i)
                + " more");
        return;
      }
    }
  }

  private static String text(Map.Entry<String, JsonNode> term) {
    return term.getValue().asText();
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
