package dev.headroom.usage.metering;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.TestSeries.Point;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of {@link RandomUsage}, one a tenant, late, reordered and repeated, cut into
 * requests; and the quantities that {@link NaiveMetering} makes of them.
 */
public final class ModelLoad {
  private static final int MAX_POINTS_PER_REQUEST = 60;

  private final SplittableRandom random;
  private final List<Deque<Sent>> tenants = new ArrayList<>();
  private final Map<String, BigDecimal> expected = new TreeMap<>();
  private long points;

  /** A request of one resource of a tenant, its points in this order. */
  public record Sent(String tenant, String resource, List<Point> points) {
    public byte[] request() {
      return TestSeries.request(resource, points);
    }
  }

  public ModelLoad(SplittableRandom random) {
    this.random = random;
  }

  /** Adds the tenants {@code tenant-0} and so on. */
  public static ModelLoad of(SplittableRandom random, int tenants, int pointsPerSeries) {
    ModelLoad load = new ModelLoad(random);
    for (int i = 0; i < tenants; i++) {
      load.add("tenant-" + i, place(i), pointsPerSeries);
    }
    return load;
  }

  private static RandomUsage.Place place(int tenant) {
    return RandomUsage.PLACES.get(tenant % RandomUsage.PLACES.size());
  }

  /** A file of kind {@code Tenants} for so many: each lives in one of the places. */
  public static String tenantsFile(int tenants) {
    StringBuilder yaml =
        new StringBuilder("apiVersion: headroom.dev/v1\nkind: Tenants\ntenants:\n");
    for (int i = 0; i < tenants; i++) {
      yaml.append(
          "  - {id: tenant-%d, timeZone: %s, subscriptions: []}%n".formatted(i, place(i).zone()));
    }
    return yaml.toString();
  }

  private void add(String tenant, RandomUsage.Place place, int pointsPerSeries) {
    List<List<Point>> histories = RandomUsage.histories(random, place, pointsPerSeries);
    List<Point> all = histories.stream().flatMap(List::stream).toList();
    MeterSet meters = MeterSet.parse("meters.yaml", RandomUsage.METERS_FILE);
    new NaiveMetering(meters, place.zone(), RandomUsage.LIMITS)
        .quantities(all)
        .forEach((key, quantity) -> expected.put(tenant + " " + key, quantity));
    List<List<Point>> arrivals = new ArrayList<>();
    for (List<Point> history : histories) {
      arrivals.add(RandomUsage.arrival(history, random));
    }
    // Half of the series each: the points of a series belong to one resource.
    int half = random.nextInt(arrivals.size() + 1);
    Deque<Sent> requests = new ArrayDeque<>();
    cut(tenant, "a", RandomUsage.interleaved(arrivals.subList(0, half), random), requests);
    cut(
        tenant,
        "b",
        RandomUsage.interleaved(arrivals.subList(half, arrivals.size()), random),
        requests);
    tenants.add(requests);
  }

  private void cut(String tenant, String resource, List<Point> arrival, Deque<Sent> requests) {
    int at = 0;
    while (at < arrival.size()) {
      int end = Math.min(arrival.size(), at + 1 + random.nextInt(MAX_POINTS_PER_REQUEST));
      List<Point> batch = new ArrayList<>(arrival.subList(at, end));
      if (random.nextInt(4) == 0) {
        batch.add(arrival.get(random.nextInt(end)));
      }
      requests.add(new Sent(tenant, resource, List.copyOf(batch)));
      points += batch.size();
      at = end;
    }
  }

  /** All requests, those of one tenant in their order, the tenants mixed. */
  public List<Sent> requests() {
    List<Deque<Sent>> left = new ArrayList<>();
    tenants.forEach(requests -> left.add(new ArrayDeque<>(requests)));
    left.removeIf(Deque::isEmpty);
    List<Sent> mixed = new ArrayList<>();
    while (!left.isEmpty()) {
      int tenant = random.nextInt(left.size());
      mixed.add(left.get(tenant).remove());
      if (left.get(tenant).isEmpty()) {
        left.remove(tenant);
      }
    }
    return mixed;
  }

  /** How many points the requests hold, repetitions included. */
  public long points() {
    return points;
  }

  /**
   * The quantities that are not zero, as {@code tenant meter start-end dimensions}, with times in
   * seconds since 1970.
   */
  public Map<String, BigDecimal> expected() {
    return expected;
  }

  /** What is wrong with these quantities, a line each; empty if they are the model's. */
  public List<String> differences(Map<String, BigDecimal> found) {
    Map<String, String> differences = new TreeMap<>();
    found.forEach((key, value) -> differences.put(key, value + " instead of nothing"));
    expected.forEach(
        (key, value) -> {
          @Nullable BigDecimal other = found.get(key);
          if (other != null && other.compareTo(value) == 0) {
            differences.remove(key);
          } else {
            differences.put(key, (other == null ? "nothing" : other) + " instead of " + value);
          }
        });
    return differences.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }
}
