package dev.headroom.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Usage as CSV with a header: {@code tenant_id,meter,window_start,window_end,dimensions,quantity,
 * unit}. Times are ISO-8601 with a zone; dimensions a JSON object with sorted keys and text values;
 * quantities plain decimals. A negative quantity corrects the row of the same tenant, meter,
 * window, dimensions and unit, and is added to it; the result must not be negative.
 */
public final class UsageCsv {
  public static final List<String> COLUMNS =
      List.of("tenant_id", "meter", "window_start", "window_end", "dimensions", "quantity", "unit");

  /** A file of nothing but bad rows should not print them all. */
  private static final int MAX_PROBLEMS = 100;

  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, String>> DIMENSIONS = new TypeReference<>() {};

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final UsageRows read;

  private UsageCsv(String file) {
    this.file = file;
    this.read = new UsageRows(this::add);
  }

  /**
   * Reads usage by tenant.
   *
   * @param file name for messages
   * @throws InvalidInputException with every bad row, at most 100 of them
   */
  public static SortedMap<String, List<UsageQuantity>> read(String file, String text) {
    return new UsageCsv(file).read(text);
  }

  /**
   * As {@link #read(String, String)}, and each meter of a tenant must have a row for every window
   * between its first and its last.
   *
   * @throws InvalidInputException with every bad row and missing window, at most 100 of them
   */
  public static SortedMap<String, List<UsageQuantity>> readComplete(String file, String text) {
    return read(
        file,
        text,
        incomplete -> {
          throw new InvalidInputException(incomplete);
        });
  }

  /**
   * As {@link #read(String, String)}, and tells what {@link #readComplete} would refuse.
   *
   * @param incomplete told of missing windows and windows that overlap, at most 100 of them, if
   *     there are any
   */
  public static SortedMap<String, List<UsageQuantity>> read(
      String file, String text, Consumer<List<Problem>> incomplete) {
    UsageCsv csv = new UsageCsv(file);
    SortedMap<String, List<UsageQuantity>> byTenant = csv.read(text);
    new MissingWindows(csv::add).check(csv.read.lines());
    if (!csv.problems.isEmpty()) {
      incomplete.accept(csv.shown());
    }
    return byTenant;
  }

  private SortedMap<String, List<UsageQuantity>> read(String text) {
    rows(text);
    SortedMap<String, List<UsageQuantity>> byTenant = new TreeMap<>();
    if (problems.size() < MAX_PROBLEMS) {
      byTenant.putAll(read.corrected());
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(shown());
    }
    return byTenant;
  }

  private List<Problem> shown() {
    problems.sort(Comparator.comparingInt(Problem::line));
    if (problems.size() >= MAX_PROBLEMS) {
      int line = problems.get(MAX_PROBLEMS - 1).line();
      problems.subList(MAX_PROBLEMS, problems.size()).clear();
      add(line, "further problems are not shown");
    }
    return problems;
  }

  /** The text that {@link #read(String, String)} reads; rows in the order given. */
  public static String write(Map<String, List<UsageQuantity>> byTenant) {
    StringWriter out = new StringWriter();
    CsvSchema schema = CSV.schemaFor(String[].class).withLineSeparator("\n");
    try (var rows = CSV.writer(schema).writeValues(out)) {
      rows.write(COLUMNS.toArray(String[]::new));
      for (Map.Entry<String, List<UsageQuantity>> tenant : byTenant.entrySet()) {
        for (UsageQuantity usage : tenant.getValue()) {
          rows.write(row(tenant.getKey(), usage));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static String[] row(String tenantId, UsageQuantity usage) throws IOException {
    return new String[] {
      tenantId,
      usage.meter(),
      usage.windowStart().toString(),
      usage.windowEnd().toString(),
      JSON.writeValueAsString(new TreeMap<>(usage.dimensions())),
      usage.quantity().toPlainString(),
      usage.unit()
    };
  }

  private void rows(String text) {
    int line = 1;
    try (MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(text)) {
      if (!header(rows.hasNext() ? rows.next() : new String[0])) {
        return;
      }
      line = rows.getCurrentLocation().getLineNr();
      while (problems.size() < MAX_PROBLEMS && rows.hasNext()) {
        row(rows.next(), line);
        line = rows.getCurrentLocation().getLineNr();
      }
    } catch (IOException | RuntimeJsonMappingException e) {
      add(line, "not CSV: " + firstLine(e.getMessage()));
    }
  }

  private boolean header(String[] header) {
    if (Arrays.asList(header).equals(COLUMNS)) {
      return true;
    }
    add(1, "expected the header " + String.join(",", COLUMNS));
    return false;
  }

  private void row(String[] row, int line) {
    if (row.length != COLUMNS.size()) {
      String message = "expected %d columns (%s), found %d";
      add(line, message.formatted(COLUMNS.size(), String.join(",", COLUMNS), row.length));
      return;
    }
    int before = problems.size();
    for (int i : new int[] {0, 1}) {
      if (row[i].isEmpty()) {
        add(line, COLUMNS.get(i) + " is empty");
      }
    }
    Instant start = time(row[2], "window_start", line);
    Instant end = time(row[3], "window_end", line);
    Map<String, String> dimensions = dimensions(row[4], line);
    BigDecimal quantity = quantity(row[5], line);
    unit(row[6], line);
    if (problems.size() > before || start == null || end == null || quantity == null) {
      return;
    }
    read.add(line, new UsageRows.Key(row[0], row[1], start, end, dimensions), quantity, row[6]);
  }

  private @Nullable Instant time(String text, String column, int line) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      String message = "%s '%s' is not a time with its zone such as 2026-06-01T00:00:00Z";
      add(line, message.formatted(column, text));
      return null;
    }
  }

  private Map<String, String> dimensions(String text, int line) {
    try {
      Map<String, String> dimensions = text.isEmpty() ? null : JSON.readValue(text, DIMENSIONS);
      if (dimensions != null && !dimensions.containsValue(null)) {
        return dimensions;
      }
    } catch (JsonProcessingException e) {
      // Said below, for every way of not being such an object.
    }
    add(line, "dimensions '" + text + "' is not a JSON object of text values such as {}");
    return Map.of();
  }

  private @Nullable BigDecimal quantity(String text, int line) {
    if (!text.matches("-?[0-9]{1,38}([.][0-9]{1,38})?")) {
      add(line, "quantity '" + text + "' is not a decimal number");
      return null;
    }
    BigDecimal quantity = new BigDecimal(text);
    if (quantity.scale() > UsageQuantity.SCALE) {
      add(line, "quantity " + text + " has more than 9 places after the point");
    }
    return quantity;
  }

  private void unit(String text, int line) {
    try {
      PricingUnit.parse(text);
    } catch (IllegalArgumentException e) {
      add(line, "unknown unit: " + e.getMessage());
    }
  }

  private void add(String message, int line) {
    add(line, message);
  }

  private void add(int line, String message) {
    problems.add(new Problem(file, line, 1, message));
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "" : message.lines().findFirst().orElse("");
  }
}
