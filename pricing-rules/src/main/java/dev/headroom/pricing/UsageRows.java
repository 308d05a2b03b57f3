package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** The rows of a usage file, and those that correct them, in whatever order they come. */
final class UsageRows {
  private final ObjIntConsumer<String> problems;
  private final Map<Key, Line> rows = new LinkedHashMap<>();
  private final List<Correction> corrections = new ArrayList<>();

  /**
   * What one row alone may be for.
   *
   * @param start inclusive
   * @param end exclusive
   */
  record Key(
      String tenant, String meter, Instant start, Instant end, Map<String, String> dimensions) {}

  /**
   * A row that is not negative.
   *
   * @param number of its line in the file, from 1
   */
  record Line(int number, Key key, UsageQuantity usage) {}

  /**
   * A negative row.
   *
   * @param quantity below zero
   */
  private record Correction(int number, Key key, BigDecimal quantity, String unit) {}

  /**
   * @param problems takes a message and the number of the line that it is about
   */
  UsageRows(ObjIntConsumer<String> problems) {
    this.problems = problems;
  }

  /** Keeps a row, or says what is wrong with it. */
  void add(int number, Key key, BigDecimal quantity, String unit) {
    if (quantity.signum() < 0) {
      corrections.add(new Correction(number, key, quantity, unit));
      return;
    }
    UsageQuantity usage = usage(number, key, quantity, unit);
    if (usage == null) {
      return;
    }
    if (rows.putIfAbsent(key, new Line(number, key, usage)) != null) {
      problems.accept(
          "duplicate row: same tenant, meter, window and dimensions as a row before", number);
    }
  }

  /** By tenant, in the order of the file; corrections are added to what they correct. */
  SortedMap<String, List<UsageQuantity>> corrected() {
    corrections.forEach(this::correct);
    SortedMap<String, List<UsageQuantity>> byTenant = new TreeMap<>();
    for (Line row : rows.values()) {
      byTenant.computeIfAbsent(row.key().tenant(), t -> new ArrayList<>()).add(row.usage());
    }
    return byTenant;
  }

  /** Those that are not corrections. */
  List<Line> lines() {
    return List.copyOf(rows.values());
  }

  private void correct(Correction correction) {
    String quantity = "quantity " + correction.quantity().toPlainString() + " is negative";
    Line row = rows.get(correction.key());
    if (row == null) {
      problems.accept(
          quantity
              + ", and no row of the same tenant, meter, window and dimensions is there for it to"
              + " correct",
          correction.number());
      return;
    }
    UsageQuantity usage = row.usage();
    BigDecimal left = usage.quantity().add(correction.quantity());
    if (!usage.unit().equals(correction.unit())) {
      String message = "%s and in %s, but what it corrects (line %d) is in %s";
      problems.accept(
          message.formatted(quantity, correction.unit(), row.number(), usage.unit()),
          correction.number());
    } else if (left.signum() < 0) {
      String message = "%s, and of what it corrects (line %d) only %s is left";
      problems.accept(
          message.formatted(quantity, row.number(), usage.quantity().toPlainString()),
          correction.number());
    } else {
      UsageQuantity corrected = usage(row.number(), row.key(), left, usage.unit());
      if (corrected != null) {
        rows.put(row.key(), new Line(row.number(), row.key(), corrected));
      }
    }
  }

  private @Nullable UsageQuantity usage(int number, Key key, BigDecimal quantity, String unit) {
    try {
      return new UsageQuantity(
          key.meter(), key.start(), key.end(), key.dimensions(), quantity, unit);
    } catch (IllegalArgumentException e) {
      problems.accept(String.valueOf(e.getMessage()), number);
      return null;
    }
  }
}
