package dev.headroom.cli.config;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.collectors.gateway.GatewayConfig;
import dev.headroom.collectors.node.NodeCollectorConfig;
import dev.headroom.pricing.PriceBook;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.Tenants;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks configuration files that were given together. */
public final class ConfigCheck {
  private static final String KINDS =
      "Meters, PriceBook, Tenants, Gateway, NodeCollector, AggregationJob or Autoscaler";

  private final Map<String, String> texts;
  private final Map<String, String> kinds = new HashMap<>();
  private final Map<String, String> environment;

  /**
   * Files that may refer to each other.
   *
   * @param texts by the name of the file
   * @param environment where files look up secrets
   */
  public ConfigCheck(Map<String, String> texts, Map<String, String> environment) {
    this.texts = new LinkedHashMap<>(texts);
    this.environment = environment;
    texts.forEach((file, text) -> kinds.put(file, kind(file, text)));
  }

  /** Everything that is wrong with one of the files. */
  public List<Problem> problems(String file) {
    String text = texts.getOrDefault(file, "");
    try {
      check(file, text, kindOf(file, text));
      return List.of();
    } catch (InvalidInputException e) {
      return e.problems();
    }
  }

  private void check(String file, String text, String kind) {
    switch (kind) {
      case "Meters" -> MeterSet.parse(file, text);
      case "PriceBook" -> PriceBook.parse(file, text, units(), windows());
      case "Tenants" -> Tenants.parse(file, text, books(), units(), windows());
      case "Gateway" -> GatewayConfig.parse(file, text, environment);
      case "NodeCollector" -> NodeCollectorConfig.parse(file, text, environment);
      case "AggregationJob" -> AggregationJobConfig.load(Path.of(file), environment);
      case "Autoscaler" -> AutoscalerConfig.parse(file, text);
      default ->
          throw new InvalidInputException(
              List.of(new Problem(file, 1, 1, "kind is '" + kind + "', expected " + KINDS)));
    }
  }

  /** The meters of the files given, else those shipped. */
  private List<Meter> meters() {
    List<Meter> meters = new ArrayList<>();
    of("Meters").forEach((file, text) -> meters.addAll(MeterSet.parse(file, text).meters()));
    return meters.isEmpty() ? MeterSet.shipped().meters() : meters;
  }

  private Map<String, String> units() {
    Map<String, String> units = new HashMap<>();
    meters().forEach(meter -> units.put(meter.name(), meter.unit()));
    return units;
  }

  private Map<String, WindowLength> windows() {
    Map<String, WindowLength> windows = new HashMap<>();
    meters().forEach(meter -> windows.put(meter.name(), meter.window()));
    return windows;
  }

  /** The price books given, else those shipped, by id. */
  private Map<String, PriceBook> books() {
    Map<String, String> given = of("PriceBook");
    Map<String, String> known = given.isEmpty() ? PriceBooks.catalogue() : given;
    Map<String, PriceBook> byId = new HashMap<>();
    known.forEach(
        (file, text) -> {
          PriceBook book = PriceBook.parse(file, text, units());
          byId.put(book.id(), book);
        });
    return byId;
  }

  private Map<String, String> of(String kind) {
    Map<String, String> some = new LinkedHashMap<>(texts);
    some.keySet().removeIf(file -> !kind.equals(kinds.get(file)));
    return some;
  }

  private static String kind(String file, String text) {
    try {
      return kindOf(file, text);
    } catch (InvalidInputException e) {
      return ""; // said when the file itself is checked
    }
  }

  private static String kindOf(String file, String text) {
    @Nullable String kind = YamlDocument.kindOf(file, text);
    return kind == null ? "" : kind;
  }
}
