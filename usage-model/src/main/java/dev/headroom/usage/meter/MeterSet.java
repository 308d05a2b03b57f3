package dev.headroom.usage.meter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The meters in force: at least one, with distinct names. */
public final class MeterSet {

  private static final String SHIPPED = "meters.yaml";
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final List<Meter> meters;
  private final Map<String, Meter> byName = new LinkedHashMap<>();
  private final Map<String, Map<PointField, List<Selection>>> byMetric = new HashMap<>();
  private final Map<String, List<Meter>> byDriver = new HashMap<>();
  private final long fingerprint;

  MeterSet(List<Meter> meters) {
    this.meters = List.copyOf(meters);
    long hash = FNV_OFFSET;
    for (Meter meter : this.meters) {
      byName.put(meter.name(), meter);
      Allocation allocation = meter.allocation();
      if (allocation != null && !allocation.driver().isEmpty()) {
        byDriver.computeIfAbsent(allocation.driver(), name -> new ArrayList<>()).add(meter);
      }
      long one = fingerprint(meter);
      hash = (hash ^ one) * FNV_PRIME;
      for (PointSelector selector : meter.from()) {
        byMetric
            .computeIfAbsent(selector.metric(), metric -> new EnumMap<>(PointField.class))
            .computeIfAbsent(selector.take(), take -> new ArrayList<>())
            .add(new Selection(meter, selector, one));
      }
    }
    this.fingerprint = hash;
  }

  /**
   * Reads a file of kind {@code Meters}.
   *
   * @param file its name, for messages
   * @throws dev.headroom.usage.yaml.InvalidInputException with every problem of the file
   */
  public static MeterSet parse(String file, String text) {
    return new MeterSet(MetersFile.parse(file, text));
  }

  /** The meters that are shipped: {@code meters.yaml} on the class path. */
  public static MeterSet shipped() {
    try (InputStream in = MeterSet.class.getClassLoader().getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is missing from the class path");
      }
      return parse(SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The meters, in the order of the file. */
  public List<Meter> meters() {
    return meters;
  }

  /** The unit of each meter by its name. */
  public Map<String, String> units() {
    Map<String, String> units = new HashMap<>();
    meters.forEach(meter -> units.put(meter.name(), meter.unit()));
    return units;
  }

  /** How long the windows of each meter are, by its name. */
  public Map<String, WindowLength> windows() {
    Map<String, WindowLength> windows = new HashMap<>();
    meters.forEach(meter -> windows.put(meter.name(), meter.window()));
    return windows;
  }

  /** The meter of that name. */
  public Optional<Meter> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * A number that changes when any definition that bears on a quantity changes. It is the same in
   * every JVM, so it may be stored; descriptions and the order of selectors' attributes don't
   * matter.
   */
  public long fingerprint() {
    return fingerprint;
  }

  /** The meters whose overhead is allocated by the quantities of that one. */
  public List<Meter> drivenBy(String driver) {
    return Collections.unmodifiableList(byDriver.getOrDefault(driver, List.of()));
  }

  /** Every selector that names the metric, by what it takes, in the order of the file. */
  public Map<PointField, List<Selection>> selecting(String metric) {
    return Collections.unmodifiableMap(byMetric.getOrDefault(metric, Map.of()));
  }

  private static long fingerprint(Meter meter) {
    StringBuilder text = new StringBuilder();
    field(text, meter.name());
    field(text, meter.unit());
    field(text, meter.aggregation().name());
    field(text, meter.window().toString());
    field(text, meter.staleness().toString());
    meter.dimensions().stream().sorted().forEach(dimension -> field(text, dimension));
    if (!(meter.parts() instanceof WindowParts.Whole)) {
      field(text, meter.parts().toString());
    }
    if (meter.allocation() != null) {
      field(text, meter.allocation().toString());
    }
    for (PointSelector selector : meter.from()) {
      field(text, selector.metric());
      field(text, selector.unit());
      if (selector.take() != PointField.VALUE) {
        field(text, selector.take().name());
      }
      selector.where().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              entry -> {
                field(text, entry.getKey());
                field(text, entry.getValue());
              });
      field(text, "");
    }
    long hash = FNV_OFFSET;
    for (byte b : text.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /** Length first, so that no two lists of fields give the same text. */
  private static void field(StringBuilder text, String value) {
    text.append(value.length()).append(':').append(value);
  }
}
