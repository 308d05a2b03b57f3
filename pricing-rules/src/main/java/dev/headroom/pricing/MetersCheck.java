package dev.headroom.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a schema cannot say about the meters of a price book: that they exist, and units fit. */
final class MetersCheck {
  private final YamlDocument document;
  private final Map<String, String> known;
  private final Map<String, WindowLength> windows;

  /** Meters of the book whose unit is none. */
  private final Set<String> doubtful = new HashSet<>();

  private final Set<String> named = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param metered unit of each meter that is metered, by its name
   * @param windows of meters as far as they are known, by their names
   */
  MetersCheck(
      YamlDocument document, Map<String, String> metered, Map<String, WindowLength> windows) {
    this.document = document;
    this.windows = windows;
    this.known = new HashMap<>(metered);
  }

  /** All of them. */
  List<Problem> problems() {
    JsonNode own = document.json().path("meters");
    own.properties().forEach(meter -> declared(meter.getKey(), meter.getValue().asText()));
    JsonNode lines = document.json().path("lines");
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), "/lines/" + i);
    }
    for (Map.Entry<String, JsonNode> meter : own.properties()) {
      if (!named.contains(meter.getKey())) {
        problems.add(
            document.problemAtKey(
                "/meters/" + meter.getKey(), "no line is for meter '" + meter.getKey() + "'"));
      }
    }
    return problems;
  }

  private void declared(String name, String unit) {
    String at = "/meters/" + name;
    if (parsed(unit, at) == null) {
      doubtful.add(name);
      return;
    }
    String metered = known.putIfAbsent(name, unit);
    if (metered != null && !metered.equals(unit)) {
      add(at, "meter '%s' is in '%s', as it is metered".formatted(name, metered));
    }
  }

  private void line(JsonNode line, String at) {
    List<String> places = new ArrayList<>();
    if (line.has("meter")) {
      places.add("");
    }
    for (int i = 0; i < line.path("meters").size(); i++) {
      places.add("/meters/" + i);
    }
    for (String key : List.of("/allowanceOf", "/creditBank/earnedBy")) {
      if (!line.at(key).isMissingNode()) {
        places.add(key);
      }
    }
    cycle(line, at, places);
    boolean noMonths = !places.isEmpty();
    for (String place : places) {
      PricingUnit unit = part(line.at(place), at + place);
      noMonths &= unit != null && unit.months() == 0;
      if (unit != null && unit.months() > 0 && !line.has("month")) {
        add(
            at + place + "/unit",
            "unit '%s' needs the key month: calendar, or hours such as 730h"
                .formatted(unit.text()));
      }
    }
    if (noMonths && line.has("month")) {
      problems.add(
          document.problemAtKey(at + "/month", "no unit has mo, so there is no month to state"));
    }
  }

  private void cycle(JsonNode line, String at, List<String> places) {
    for (String place : places) {
      String meter = line.at(place).path("meter").asText();
      String cycle = line.path("cycle").asText("month");
      WindowCycle.problem(windows.get(meter), meter, cycle, WindowCycle.CYCLES)
          .ifPresent(problem -> add(at + "/cycle", problem));
    }
  }

  /** A meter and its unit; null if the unit is none. */
  private @Nullable PricingUnit part(JsonNode part, String at) {
    String meter = part.path("meter").asText();
    named.add(meter);
    String meterUnit = known.get(meter);
    if (meterUnit == null && !doubtful.contains(meter)) {
      String names = String.join(", ", new TreeSet<>(known.keySet()));
      add(at + "/meter", "unknown meter '" + meter + "'; known meters: " + names);
    }
    PricingUnit unit = parsed(part.path("unit").asText(), at + "/unit");
    PricingUnit from = meterUnit == null ? null : parsed(meterUnit, at + "/meter");
    if (unit != null && from != null && !from.convertsTo(unit)) {
      String message = "unit '%s' cannot be converted from '%s', the unit of meter '%s'";
      add(at + "/unit", message.formatted(unit.text(), meterUnit, meter));
    }
    return unit;
  }

  private @Nullable PricingUnit parsed(String text, String at) {
    try {
      return PricingUnit.parse(text);
    } catch (IllegalArgumentException e) {
      add(at, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void add(String pointer, String message) {
    problems.add(document.problemAt(pointer, message));
  }
}
