package dev.headroom.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.NaiveMetering;
import dev.headroom.usage.metering.RandomUsage;
import dev.headroom.usage.metering.TestSeries;
import dev.headroom.usage.metering.TestSeries.Point;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The job against a model that is too plain to be wrong: random histories, one a tenant, late,
 * reordered and repeated; the job is stopped in the middle and goes on with another parallelism.
 */
@ExtendWith(StackExtension.class)
class JobModelTest {

  private static final int HISTORIES = 1000;
  private static final int POINTS_PER_SERIES = 14;

  private final SplittableRandom random;
  private final String seed;
  private final Map<String, BigDecimal> expected = new TreeMap<>();
  private final List<Sent> requests = new ArrayList<>();
  private long points;

  private record Sent(String tenant, String resource, List<Point> points) {}

  JobModelTest() {
    long number = new Random().nextLong();
    random = new SplittableRandom(number);
    seed = "seed " + number;
  }

  private void history(int number) {
    String tenant = "tenant-" + number;
    List<List<Point>> histories = RandomUsage.histories(random, POINTS_PER_SERIES);
    List<Point> all = histories.stream().flatMap(List::stream).toList();
    MeterSet meters = MeterSet.parse("meters.yaml", RandomUsage.METERS_FILE);
    new NaiveMetering(meters, RandomUsage.LIMITS)
        .quantities(all)
        .forEach((key, quantity) -> expected.put(tenant + " " + key, quantity));
    List<List<Point>> arrivals = new ArrayList<>();
    for (List<Point> history : histories) {
      arrivals.add(RandomUsage.arrival(history, random));
    }
    // Half of the series each: the points of a series belong to one resource.
    int half = random.nextInt(arrivals.size() + 1);
    send(tenant, "a", RandomUsage.interleaved(arrivals.subList(0, half), random));
    send(tenant, "b", RandomUsage.interleaved(arrivals.subList(half, arrivals.size()), random));
  }

  private void send(String tenant, String resource, List<Point> arrival) {
    int at = 0;
    while (at < arrival.size()) {
      int end = Math.min(arrival.size(), at + 1 + random.nextInt(60));
      List<Point> batch = new ArrayList<>(arrival.subList(at, end));
      if (random.nextInt(4) == 0) {
        batch.add(arrival.get(random.nextInt(end)));
      }
      requests.add(new Sent(tenant, resource, batch));
      points += batch.size();
      at = end;
    }
  }

  private static AggregationJobConfig config(
      JobFixture fixture, StateBackend backend, int parallelism) {
    AggregationJobConfig plain = fixture.config(fixture.clickhouse(), backend);
    PriceFiles prices =
        new PriceFiles(
            new SourceFile("meters.yaml", RandomUsage.METERS_FILE),
            new SourceFile(
                "tenants.yaml", "apiVersion: headroom.dev/v1\nkind: Tenants\ntenants: []\n"),
            List.of());
    return new AggregationJobConfig(
        plain.kafka(),
        plain.clickhouse(),
        prices,
        RandomUsage.LIMITS,
        plain.checkpoint(),
        backend,
        Duration.ofSeconds(2),
        parallelism);
  }

  private void send(JobFixture fixture, int from, int to) {
    for (Sent sent : requests.subList(from, to)) {
      fixture.send(
          sent.tenant(), sent.points().size(), TestSeries.request(sent.resource(), sent.points()));
    }
  }

  private static Map<String, BigDecimal> stored(JobFixture fixture) {
    Map<String, BigDecimal> stored = new TreeMap<>();
    for (String row :
        fixture.rows(
            "SELECT concat(tenant_id, ' ', meter, ' ', toString(toUnixTimestamp(window_start)),"
                + " '-', toString(toUnixTimestamp(window_end)), ' ', dimensions), quantity"
                + " FROM usage WHERE quantity != 0")) {
      int bar = row.lastIndexOf('|');
      stored.put(row.substring(0, bar), new BigDecimal(row.substring(bar + 1)));
    }
    return stored;
  }

  private void assertStored(Map<String, BigDecimal> stored) {
    Map<String, String> differences = new TreeMap<>();
    stored.forEach((key, value) -> differences.put(key, value + " instead of nothing"));
    expected.forEach(
        (key, value) -> {
          BigDecimal found = stored.get(key);
          if (found != null && found.compareTo(value) == 0) {
            differences.remove(key);
          } else {
            differences.put(key, (found == null ? "nothing" : found) + " instead of " + value);
          }
        });
    assertThat(differences.entrySet().stream().limit(20))
        .as("%s, %d differences", seed, differences.size())
        .isEmpty();
  }

  @Test
  void theTablesEqualTheModels(EmbeddedStack stack) throws Exception {
    for (int i = 0; i < HISTORIES; i++) {
      history(i);
    }
    assertThat(expected).as(seed).hasSizeGreaterThan(HISTORIES * RandomUsage.METER_COUNT);
    int middle = random.nextInt(requests.size());
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(config(fixture, StateBackend.HASHMAP, 2))) {
        send(fixture, 0, middle);
        JobFixture.await(() -> !fixture.rows("SELECT 1 FROM ingest LIMIT 1").isEmpty());
        assertThat(job.failure()).as(seed).isEmpty();
        job.stop();
      }
      try (RunningJob job = JobRunner.start(config(fixture, StateBackend.HASHMAP, 1))) {
        send(fixture, middle, requests.size());
        fixture.awaitRows(
            "SELECT sum(points_declared), sum(points_counted) + sum(points_repeated)"
                + " + sum(points_covered), sum(points_quarantined) FROM ingest",
            points + "|" + points + "|0");
        JobFixture.await(() -> stored(fixture).equals(expected));
        assertStored(stored(fixture));
        assertThat(job.failure()).as(seed).isEmpty();
      }
    }
  }
}
