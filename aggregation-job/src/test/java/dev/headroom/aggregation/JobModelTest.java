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
import dev.headroom.usage.metering.ModelLoad;
import dev.headroom.usage.metering.ModelLoad.Sent;
import dev.headroom.usage.metering.RandomUsage;
import java.math.BigDecimal;
import java.time.Duration;
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

  JobModelTest() {
    long number = new Random().nextLong();
    random = new SplittableRandom(number);
    seed = "seed " + number;
  }

  private static AggregationJobConfig config(
      JobFixture fixture, StateBackend backend, int parallelism) {
    AggregationJobConfig plain = fixture.config(fixture.clickhouse(), backend);
    PriceFiles prices =
        new PriceFiles(
            new SourceFile("meters.yaml", RandomUsage.METERS_FILE),
            new SourceFile("tenants.yaml", ModelLoad.tenantsFile(HISTORIES)),
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

  private static void send(JobFixture fixture, List<Sent> requests) {
    for (Sent sent : requests) {
      fixture.send(sent.tenant(), sent.points().size(), sent.request());
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

  @Test
  void theTablesEqualTheModels(EmbeddedStack stack) throws Exception {
    ModelLoad load = ModelLoad.of(random, HISTORIES, POINTS_PER_SERIES);
    assertThat(load.expected()).as(seed).hasSizeGreaterThan(HISTORIES * RandomUsage.METER_COUNT);
    List<Sent> requests = load.requests();
    int middle = 1 + random.nextInt(requests.size() - 1);
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(config(fixture, StateBackend.HASHMAP, 2))) {
        send(fixture, requests.subList(0, middle));
        JobFixture.await(() -> !fixture.rows("SELECT 1 FROM ingest LIMIT 1").isEmpty());
        assertThat(job.failure()).as(seed).isEmpty();
        job.stop();
      }
      try (RunningJob job = JobRunner.start(config(fixture, StateBackend.HASHMAP, 1))) {
        send(fixture, requests.subList(middle, requests.size()));
        fixture.awaitRows(
            "SELECT sum(points_declared), sum(points_counted) + sum(points_repeated)"
                + " + sum(points_covered), sum(points_quarantined) FROM ingest",
            load.points() + "|" + load.points() + "|0");
        JobFixture.await(() -> load.differences(stored(fixture)).isEmpty());
        assertThat(load.differences(stored(fixture)).stream().limit(20)).as(seed).isEmpty();
        assertThat(job.failure()).as(seed).isEmpty();
      }
    }
  }
}
