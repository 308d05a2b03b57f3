package dev.headroom.usage.meter;

import dev.headroom.usage.meter.WindowParts.Activations;
import dev.headroom.usage.meter.WindowParts.Samples;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import dev.headroom.usage.yaml.YamlDocument;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of kind {@code Meters}, as it is written. */
record MetersFile(String apiVersion, String kind, List<Entry> meters) {

  private static final String SCHEMA = "dev/headroom/usage/meter/meters.schema.json";
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final Duration DAY = Duration.ofDays(1);

  /** One meter, as it is written. */
  record Entry(
      String name,
      @Nullable String description,
      String unit,
      Aggregation aggregation,
      List<SelectorEntry> from,
      @Nullable List<String> dimensions,
      @Nullable WindowLength window,
      @Nullable Duration staleness,
      @Nullable String unique,
      @Nullable BigDecimal percentile,
      @Nullable Duration sample,
      @Nullable ActivationsEntry activations,
      @Nullable AllocationEntry allocate,
      @Nullable String resource,
      ResourceState.@Nullable State state) {

    Meter meter() {
      return new Meter(
          name,
          description == null ? "" : description,
          unit,
          aggregation,
          from.stream().map(SelectorEntry::selector).toList(),
          dimensions == null ? List.of() : dimensions,
          window == null ? Meter.DEFAULT_WINDOW : window,
          staleness == null ? Meter.DEFAULT_STALENESS : staleness,
          parts(),
          allocate == null ? null : allocate.allocation(name),
          resource == null || state == null ? null : new ResourceState(resource, state));
    }

    private WindowParts parts() {
      Duration length = sample == null ? Samples.DEFAULT_LENGTH : sample;
      return switch (aggregation) {
        case UNIQUE -> new WindowParts.Values(unique == null ? "" : unique);
        case PERCENTILE ->
            new Samples(length, percentile == null ? BigDecimal.valueOf(100) : percentile);
        case HIGH_WATER -> new Samples(length, BigDecimal.valueOf(100));
        case ACTIVATIONS -> activations == null ? ActivationsEntry.NONE : activations.parts();
        default -> new WindowParts.Whole();
      };
    }
  }

  /** What counts of activations, as it is written. */
  record ActivationsEntry(
      Activations.Give give, @Nullable Duration increment, @Nullable Duration minimum) {

    private static final Activations NONE =
        new ActivationsEntry(Activations.Give.NUMBER, null, null).parts();

    private Activations parts() {
      return new Activations(
          give,
          increment == null ? Activations.DEFAULT_INCREMENT : increment,
          minimum == null ? Duration.ZERO : minimum);
    }
  }

  /** How overhead is allocated, as it is written. */
  record AllocationEntry(
      Allocation.Rule by,
      @Nullable String driver,
      Allocation.Untagged untagged,
      Allocation.@Nullable Within within) {

    /**
     * @param meter what an even share goes by where no other meter is named
     */
    Allocation allocation(String meter) {
      String known = driver == null && by == Allocation.Rule.EVEN ? meter : driver;
      return new Allocation(
          by,
          known == null ? "" : known,
          untagged,
          within == null ? Allocation.Within.RESOURCE : within);
    }
  }

  /** One selector, as it is written. */
  record SelectorEntry(
      String metric, String unit, @Nullable Map<String, String> where, @Nullable PointField take) {
    PointSelector selector() {
      return new PointSelector(
          metric, unit, where == null ? Map.of() : where, take == null ? PointField.VALUE : take);
    }
  }

  /** Reads and checks; throws {@link InvalidInputException} with every problem. */
  static List<Meter> parse(String file, String text) {
    YamlDocument document = YamlDocument.parse(file, text, SCHEMA);
    List<Entry> entries = document.as(MetersFile.class).meters();
    List<Meter> meters = entries.stream().map(Entry::meter).toList();
    List<Problem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < meters.size(); i++) {
      Meter meter = meters.get(i);
      String at = "/meters/" + i;
      if (!names.add(meter.name())) {
        problems.add(
            document.problemAt(at + "/name", "meter '" + meter.name() + "' is defined twice"));
      }
      checkDurations(document, at, meter, problems);
      checkParts(document, at, entries.get(i), problems);
      checkSample(document, at, meter, problems);
      checkActivations(document, at, entries.get(i), problems);
      checkUnits(document, at, meter, problems);
      checkDimensions(document, at, meter, problems);
    }
    new AllocationCheck(document, meters, problems).check();
    new ResourceStateCheck(document, meters, problems).check();
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return meters;
  }

  private static void checkDurations(
      YamlDocument document, String at, Meter meter, List<Problem> problems) {
    Duration window = fixedLength(meter);
    boolean divides =
        window.compareTo(Duration.ofMinutes(1)) >= 0
            && window.compareTo(DAY) <= 0
            && DAY.toNanos() % window.toNanos() == 0
            && window.toNanos() % SECOND_NANOS == 0;
    if (!divides) {
      problems.add(
          document.problemAt(
              at + "/window",
              "window "
                  + text(window)
                  + " must divide a day, and lie in 1m … 1d, e.g. 15m, 1h or 1d; or be day or month"));
    }
    if (meter.staleness().compareTo(Duration.ofSeconds(1)) < 0
        || meter.staleness().compareTo(DAY) > 0) {
      problems.add(
          document.problemAt(
              at + "/staleness", "staleness " + text(meter.staleness()) + " must lie in 1s … 1d"));
    }
  }

  /** Of a window of the calendar, a day's: its samples are counted anew every day. */
  private static Duration fixedLength(Meter meter) {
    return meter.window() instanceof WindowLength.Fixed fixed ? fixed.length() : DAY;
  }

  private static void checkActivations(
      YamlDocument document, String at, Entry entry, List<Problem> problems) {
    if (entry.activations() == null || entry.aggregation() != Aggregation.ACTIVATIONS) {
      return;
    }
    checkRounding(document, at, "increment", entry.activations(), Duration.ofMillis(1), problems);
    checkRounding(document, at, "minimum", entry.activations(), Duration.ZERO, problems);
    MeterUnit.activationsProblem(entry.meter())
        .ifPresent(problem -> problems.add(document.problemAt(at + "/unit", problem)));
  }

  private static void checkRounding(
      YamlDocument document,
      String at,
      String key,
      ActivationsEntry entry,
      Duration least,
      List<Problem> problems) {
    Duration given = key.equals("minimum") ? entry.minimum() : entry.increment();
    String where = at + "/activations/" + key;
    if (given != null && entry.give() == Activations.Give.NUMBER) {
      problems.add(
          document.problemAt(where, "'" + key + "' has no meaning for the number of activations"));
    } else if (given != null && (given.compareTo(least) < 0 || given.compareTo(DAY) > 0)) {
      problems.add(
          document.problemAt(
              where, key + " " + text(given) + " must lie in " + text(least) + " … 1d"));
    }
  }

  private static void checkUnits(
      YamlDocument document, String at, Meter meter, List<Problem> problems) {
    for (int i = 0; i < meter.from().size(); i++) {
      String where = at + "/from/" + i + "/unit";
      MeterUnit.problem(meter, meter.from().get(i))
          .ifPresent(problem -> problems.add(document.problemAt(where, problem)));
    }
  }

  /** What only some aggregations need, those must have, and others must not. */
  private static void checkParts(
      YamlDocument document, String at, Entry entry, List<Problem> problems) {
    Aggregation aggregation = entry.aggregation();
    boolean unique = aggregation == Aggregation.UNIQUE;
    boolean percentile = aggregation == Aggregation.PERCENTILE;
    checkKey(document, at, "unique", entry.unique() != null, unique, unique, entry, problems);
    checkKey(
        document,
        at,
        "percentile",
        entry.percentile() != null,
        percentile,
        percentile,
        entry,
        problems);
    boolean activations = aggregation == Aggregation.ACTIVATIONS;
    checkKey(
        document,
        at,
        "activations",
        entry.activations() != null,
        activations,
        activations,
        entry,
        problems);
    checkKey(
        document,
        at,
        "sample",
        entry.sample() != null,
        aggregation.isSampled(),
        false,
        entry,
        problems);
  }

  private static void checkKey(
      YamlDocument document,
      String at,
      String key,
      boolean present,
      boolean allowed,
      boolean required,
      Entry entry,
      List<Problem> problems) {
    String aggregation = entry.aggregation().name().toLowerCase(Locale.ROOT);
    if (present && !allowed) {
      problems.add(
          document.problemAt(
              at + "/" + key, "'" + key + "' has no meaning for aggregation " + aggregation));
    } else if (required && !present) {
      problems.add(
          document.problemAt(
              at, "aggregation " + aggregation + " needs '" + key + "', which is missing"));
    }
  }

  private static void checkSample(
      YamlDocument document, String at, Meter meter, List<Problem> problems) {
    if (!(meter.parts() instanceof Samples samples)) {
      return;
    }
    Duration length = samples.length();
    boolean divides =
        length.compareTo(Duration.ofSeconds(1)) >= 0
            && length.toNanos() % SECOND_NANOS == 0
            && fixedLength(meter).toNanos() % length.toNanos() == 0;
    if (!divides) {
      problems.add(
          document.problemAt(
              at + "/sample",
              "sample "
                  + text(length)
                  + " must be whole seconds and divide the window of "
                  + text(fixedLength(meter))));
    }
  }

  private static void checkDimensions(
      YamlDocument document, String at, Meter meter, List<Problem> problems) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < meter.dimensions().size(); i++) {
      String dimension = meter.dimensions().get(i);
      if (!seen.add(dimension)) {
        problems.add(
            document.problemAt(
                at + "/dimensions/" + i, "dimension '" + dimension + "' is listed twice"));
      }
    }
  }

  static String text(WindowLength window) {
    return window instanceof WindowLength.Fixed fixed
        ? text(fixed.length())
        : String.valueOf(window).toLowerCase(Locale.ROOT);
  }

  static String text(Duration duration) {
    if (duration.toNanos() % SECOND_NANOS != 0 || duration.isZero()) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
