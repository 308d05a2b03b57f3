package dev.headroom.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.CheckpointSettings;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.usage.metering.MeteringLimits;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** The real job from the first record of the topic on, with a database of its own. */
final class JobRun {
  static final int PARALLELISM = 2;
  static final Duration FLUSH = Duration.ofMillis(250);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(20);

  /**
   * What one run took.
   *
   * @param startUp from the start of a MiniCluster until Flink says that the job runs
   * @param counting from there until ClickHouse accounts for every point and every sum
   * @param clickHouseCpu CPU time of ClickHouse while counting
   */
  record Result(Timing startUp, Timing counting, Duration clickHouseCpu) {}

  private final Servers servers;
  private final Workload workload;
  private final StateBackend backend;
  private final Duration checkpoint;
  private final String database;
  private LongConsumer progress = points -> {};

  JobRun(
      Servers servers, Workload workload, StateBackend backend, Duration checkpoint, int number) {
    this.checkpoint = checkpoint;
    this.servers = servers;
    this.workload = workload;
    this.backend = backend;
    this.database = "benchmark_" + number;
  }

  /**
   * Runs the job until ClickHouse holds everything.
   *
   * @param expected what every tenant used
   * @throws DisagreementException if ClickHouse holds something else at the end
   */
  Result run(UsageSums expected) throws DisagreementException, InterruptedException, IOException {
    createTables();
    try {
      return measured(expected);
    } finally {
      clickHouse().query("DROP DATABASE " + database);
    }
  }

  /** Tells how many points ClickHouse accounts for, again and again. */
  JobRun tellProgress(LongConsumer listener) {
    progress = listener;
    return this;
  }

  /** The database that the run's tables are in. */
  String database() {
    return database;
  }

  void createTables() {
    clickHouse().query("CREATE DATABASE " + database);
    try (Connection connection = target().connection()) {
      SchemaMigrations.apply(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be created: " + e.getMessage(), e);
    }
  }

  private Result measured(UsageSums expected)
      throws DisagreementException, InterruptedException, IOException {
    Timing.Start start = Timing.start();
    try (RunningJob job = JobRunner.start(config())) {
      await(job, job::isRunning, "the job does not run");
      final Timing startUp = start.stop();
      Duration cpuBefore = servers.clickHouseCpu();
      Timing.Start counting = Timing.start();
      await(job, this::isCounted, "ClickHouse does not account for every point");
      // The audit may be one checkpoint ahead of the usage itself.
      await(
          job,
          () -> expected.difference("", sums(), "").isEmpty(),
          "ClickHouse does not hold what was used");
      Timing counted = counting.stop();
      return new Result(startUp, counted, servers.clickHouseCpu().minus(cpuBefore));
    } catch (TimeUp e) {
      Optional<String> difference = expected.difference("the reference", sums(), "ClickHouse");
      throw new DisagreementException(
          e.getMessage() + difference.map(text -> "; " + text).orElse("") + "; " + audit());
    }
  }

  private static final class TimeUp extends Exception {
    private static final long serialVersionUID = 1L;

    TimeUp(String message) {
      super(message);
    }
  }

  private static void await(RunningJob job, BooleanSupplier condition, String complaint)
      throws TimeUp {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      Optional<String> failure = job.failure();
      if (failure.isPresent()) {
        throw new TimeUp("the job failed: " + failure.get());
      }
      if (System.nanoTime() > deadline) {
        throw new TimeUp(complaint + " within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean isCounted() {
    String counted = clickHouse().query("SELECT sum(points_counted) FROM " + database + ".ingest");
    long points = Long.parseLong(counted.strip());
    progress.accept(points);
    return points == workload.points();
  }

  private String audit() {
    return clickHouse()
        .query(
            "SELECT concat('sent "
                + workload.points()
                + ", counted ', toString(sum(points_counted)),"
                + " ', repeated ', toString(sum(points_repeated)),"
                + " ', covered ', toString(sum(points_covered)),"
                + " ', unmetered ', toString(sum(points_unmetered)),"
                + " ', quarantined ', toString(sum(points_quarantined))) FROM "
                + database
                + ".ingest");
  }

  private UsageSums sums() {
    UsageSums sums = new UsageSums();
    clickHouse()
        .query(
            "SELECT tenant_id, meter, sum(quantity) FROM "
                + database
                + ".usage GROUP BY tenant_id, meter")
        .lines()
        .map(line -> List.of(line.split("\t", -1)))
        .forEach(cells -> sums.add(cells.get(0), cells.get(1), new BigDecimal(cells.get(2))));
    return sums;
  }

  AggregationJobConfig config() throws IOException {
    return new AggregationJobConfig(
        new KafkaSettings(
            servers.bootstrapServers(),
            database,
            Servers.USAGE_TOPIC,
            "usage.decisions",
            "usage.invoices",
            "usage.price-books",
            List.of(),
            Map.of()),
        target(),
        new PriceFiles(
            new SourceFile("meters.yaml", resource("/meters.yaml")),
            new SourceFile("tenants.yaml", tenants()),
            List.of(new SourceFile("price-book.yaml", resource("price-book.yaml")))),
        MeteringLimits.DEFAULTS,
        new CheckpointSettings(
            checkpoint, servers.folder().resolve("checkpoints-" + database).toUri()),
        backend,
        FLUSH,
        PARALLELISM);
  }

  private String tenants() {
    StringBuilder yaml =
        new StringBuilder("apiVersion: headroom.dev/v1\nkind: Tenants\ntenants:\n");
    for (int tenant = 0; tenant < workload.tenants(); tenant++) {
      yaml.append("  - id: ").append(workload.tenant(tenant)).append('\n');
      yaml.append("    subscriptions: [{book: benchmark, from: 2025-01-01T00:00:00Z}]\n");
    }
    return yaml.toString();
  }

  private static String resource(String path) throws IOException {
    try (InputStream in = JobRun.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), UTF_8);
    }
  }

  private EmbeddedClickHouse clickHouse() {
    return servers.clickHouse();
  }

  private ClickHouseTarget target() {
    return new ClickHouseTarget(
        clickHouse().httpUrl(), database, clickHouse().user(), clickHouse().password());
  }
}
