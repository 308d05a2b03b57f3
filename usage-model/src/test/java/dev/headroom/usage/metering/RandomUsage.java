package dev.headroom.usage.metering;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.TestSeries.Point;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Meters of every aggregation, random histories of the series they take, and random arrivals. */
public final class RandomUsage {

  public static final MeteringLimits LIMITS =
      new MeteringLimits(Duration.ofSeconds(60), Duration.ofHours(3), Duration.ofMinutes(5));

  public static final String METERS_FILE =
      """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - {name: requests, unit: "{request}", aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: requests, unit: "{request}"}]}
            - {name: cpu, unit: s, aggregation: sum, window: 5m, staleness: 2m, dimensions: [mode],
               from: [{metric: cpu, unit: s}]}
            - {name: cpu.user, unit: s, aggregation: sum, window: 1h, staleness: 2m,
               from: [{metric: cpu, unit: s, where: {mode: user}}]}
            - {name: memory, unit: By.s, aggregation: time_weighted, window: 5m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: memory.peak, unit: By, aggregation: max, window: 1h, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: calls, unit: "{call}", aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: calls, unit: "{call}"}]}
            - {name: balance, unit: "{unit}", aggregation: sum, window: 15m, staleness: 2m,
               from: [{metric: balance, unit: "{unit}"}]}
            - {name: disk, unit: GBy.s, aggregation: time_weighted, window: 1m, staleness: 1m,
               from: [{metric: disk, unit: GBy}]}
            - {name: disk.net, unit: GBy, aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: disk, unit: GBy}]}
            - {name: memory.least, unit: By, aggregation: min, window: 15m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: memory.last, unit: kBy, aggregation: last, window: 5m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: memory.high, unit: By, aggregation: high_water, sample: 1m, staleness: 2m,
               from: [{metric: memory, unit: By}]}
            - {name: pods, unit: "{pod}", aggregation: unique, unique: pod, window: 5m,
               staleness: 2m, from: [{metric: memory, unit: By}]}
            - {name: cpu.modes, unit: "{mode}", aggregation: unique, unique: mode, window: 15m,
               staleness: 2m, from: [{metric: cpu, unit: s}]}
            - {name: cpu.p95, unit: s/s, aggregation: percentile, percentile: 95, sample: 1m,
               window: 15m, staleness: 2m, dimensions: [id], from: [{metric: cpu, unit: s}]}
            - {name: cpu.millis, unit: ms, aggregation: sum, window: 5m, staleness: 2m,
               from: [{metric: cpu, unit: s}]}
            - {name: calls.p50, unit: "{call}/s", aggregation: percentile, percentile: 50,
               sample: 10s, window: 1m, staleness: 2m, from: [{metric: calls, unit: "{call}"}]}
            - {name: disk.long, unit: MBy.min, aggregation: time_weighted, window: 5m,
               staleness: 1m, from: [{metric: disk, unit: GBy}]}
            - {name: queue.net, unit: "{item}", aggregation: sum, window: 1m, staleness: 2m,
               from: [{metric: queue, unit: "{item}"}]}
            - {name: workers.time, unit: min, aggregation: activations, window: 1m, staleness: 2m,
               activations: {give: length, increment: 1s, minimum: 60s},
               from: [{metric: workers, unit: "{worker}"}]}
            - {name: workers.shifts, unit: s, aggregation: activations, window: 15m, staleness: 20s,
               activations: {give: length, increment: 7s}, dimensions: [kind],
               from: [{metric: workers, unit: "{worker}"}]}
            - {name: workers.starts, unit: "{activation}", aggregation: activations, window: 5m,
               activations: {give: number}, staleness: 2m,
               from: [{metric: workers, unit: "{worker}"}]}
            - {name: requests.day, unit: "{request}", aggregation: sum, window: day, staleness: 2m,
               from: [{metric: requests, unit: "{request}"}]}
            - {name: cpu.month, unit: min, aggregation: sum, window: month, staleness: 2m,
               dimensions: [mode], from: [{metric: cpu, unit: s}]}
            - {name: memory.month, unit: By.d, aggregation: time_weighted, window: month,
               staleness: 2m, from: [{metric: memory, unit: By}]}
            - {name: memory.p99, unit: By, aggregation: percentile, percentile: 99.9, sample: 1h,
               window: month, staleness: 2m, from: [{metric: memory, unit: By}]}
            - {name: cpu.peak, unit: s/s, aggregation: high_water, sample: 2h, window: day,
               staleness: 2m, from: [{metric: cpu, unit: s}]}
            - {name: workers.day, unit: h, aggregation: activations, window: day, staleness: 2m,
               activations: {give: length, increment: 1m}, from: [{metric: workers, unit: "{worker}"}]}
            - {name: disk.starts, unit: "{activation}", aggregation: activations, window: 1m,
               activations: {give: number}, staleness: 1m, from: [{metric: disk, unit: GBy}]}
          """;

  static final MeterSet METERS = MeterSet.parse("law.yaml", METERS_FILE);

  public static final int METER_COUNT = METERS.meters().size();

  /**
   * A time zone, and a time in it just before something happens.
   *
   * @param begin when histories begin
   */
  public record Place(ZoneId zone, Instant begin) {}

  /** Where days and months begin, and clocks are changed, within the hours after. */
  public static final List<Place> PLACES =
      List.of(
          new Place(ZoneId.of("UTC"), Instant.parse("2026-02-28T23:20:00Z")),
          new Place(ZoneId.of("Europe/Berlin"), Instant.parse("2026-03-28T22:20:00Z")),
          new Place(ZoneId.of("Europe/Berlin"), Instant.parse("2026-10-24T23:50:00Z")),
          new Place(ZoneId.of("America/New_York"), Instant.parse("2026-11-01T03:20:00Z")),
          new Place(ZoneId.of("Asia/Kolkata"), Instant.parse("2026-03-31T17:50:00Z")),
          new Place(ZoneId.of("Australia/Lord_Howe"), Instant.parse("2026-04-04T12:20:00Z")));

  private static final Set<String> TIME_WEIGHTED = Set.of("memory", "disk", "workers");

  private RandomUsage() {}

  /** One history of every series, each by time. */
  public static List<List<Point>> histories(SplittableRandom random, Place place, int length) {
    RandomHistory history = new RandomHistory(random, place.begin());
    return RandomHistory.SERIES.stream().map(series -> history.of(series, length)).toList();
  }

  /** The points of all series, those of one in the given order. */
  public static List<Point> interleaved(List<List<Point>> arrivals, SplittableRandom random) {
    List<Integer> next = new ArrayList<>(Collections.nCopies(arrivals.size(), 0));
    List<Point> mixed = new ArrayList<>();
    int left = arrivals.stream().mapToInt(List::size).sum();
    while (left > 0) {
      int line = random.nextInt(arrivals.size());
      int at = next.get(line);
      for (int n = random.nextInt(1, 6); n > 0 && at < arrivals.get(line).size(); n--, left--) {
        mixed.add(arrivals.get(line).get(at++));
      }
      next.set(line, at);
    }
    return mixed;
  }

  /**
   * A random admissible order. A counter's points without a value don't take part in its order:
   * they may come at any time.
   */
  public static List<Point> arrival(List<Point> history, SplittableRandom random) {
    boolean weighted = TIME_WEIGHTED.contains(history.get(0).series().metric());
    List<Point> seen = history.stream().filter(point -> weighted || point.value() != null).toList();
    List<Point> arrival =
        new ArrayList<>(new AdmissibleArrival(seen, LIMITS, 120, random).points());
    history.stream()
        .filter(point -> !weighted && point.value() == null)
        .forEach(point -> arrival.add(random.nextInt(arrival.size() + 1), point));
    return arrival;
  }
}
