package dev.headroom.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.embedded.EmbeddedClickHouse;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** ClickHouse's Kafka engine from the first record of the topic on, in a database of its own. */
final class KafkaEngineRun {
  /**
   * Requests, not points, are what the engine counts as rows; its default of 65,409 would make
   * blocks of 164,000,000 points.
   */
  static final int REQUESTS_PER_BLOCK = 400;

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Map<String, String> METERS =
      Stream.of(ReportedMetric.values())
          .collect(Collectors.toUnmodifiableMap(ReportedMetric::metric, ReportedMetric::meter));

  /**
   * What one run took.
   *
   * @param reading from the creation of the view until a row for every point is there
   * @param readingCpu CPU time of ClickHouse meanwhile
   * @param summingCpu CPU time of ClickHouse for the query for usage after that
   */
  record Result(Timing reading, Duration readingCpu, Duration summingCpu) {}

  private final Servers servers;
  private final Workload workload;
  private final Duration flush;
  private final String database;

  /**
   * @param flush after how long ClickHouse writes what it read, if the block is not full before
   */
  KafkaEngineRun(Servers servers, Workload workload, Duration flush, int number) {
    this.servers = servers;
    this.workload = workload;
    this.flush = flush;
    this.database = "kafka_engine_" + number;
  }

  /**
   * Runs until there is a row for every point, and then asks for the sums.
   *
   * @param expected what every tenant used
   * @throws DisagreementException if the rows do not come, or come to something else
   */
  Result run(UsageSums expected) throws DisagreementException, IOException {
    clickHouse().query("CREATE DATABASE " + database);
    try {
      List<String> statements = statements();
      for (String statement : statements.subList(0, statements.size() - 1)) {
        clickHouse().query(statement);
      }
      Duration begin = servers.clickHouseCpu();
      Timing.Start reading = Timing.start();
      clickHouse().query(statements.get(statements.size() - 1));
      awaitPoints();
      Timing read = reading.stop();
      Duration between = servers.clickHouseCpu();
      UsageSums sums = sums();
      Result result =
          new Result(read, between.minus(begin), servers.clickHouseCpu().minus(between));
      Optional<String> difference =
          expected.difference("the reference", sums, "ClickHouse's Kafka engine");
      if (difference.isPresent()) {
        throw new DisagreementException(difference.get());
      }
      return result;
    } finally {
      clickHouse().query("DROP DATABASE " + database);
    }
  }

  private List<String> statements() throws IOException {
    String schema = resource("kafka-engine.proto").replace("'", "''");
    return Stream.of(resource("kafka-engine.sql").split("\n\n"))
        .map(
            statement ->
                statement
                    .replace("{broker}", servers.bootstrapServers())
                    .replace("{topic}", Servers.USAGE_TOPIC)
                    .replace("{consumers}", Integer.toString(JobRun.PARALLELISM))
                    .replace("{requests}", Integer.toString(REQUESTS_PER_BLOCK))
                    .replace("{flush}", Long.toString(flush.toMillis()))
                    .replace("{schema}", schema))
        .toList();
  }

  private void awaitPoints() throws DisagreementException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long rows = 0;
    while (rows != workload.points()) {
      String complaint = complaint();
      if (rows > workload.points() || !complaint.isEmpty() || System.nanoTime() > deadline) {
        throw new DisagreementException(
            "ClickHouse's Kafka engine stored %,d points of %,d; %s"
                .formatted(rows, workload.points(), complaint));
      }
      LockSupport.parkNanos(POLL.toNanos());
      rows = Long.parseLong(clickHouse().query("SELECT count() FROM " + database + ".points"));
    }
  }

  private String complaint() {
    return clickHouse()
        .query(
            "SELECT substring(any(arrayStringConcat(exceptions.text)), 1, 1000)"
                + " FROM system.kafka_consumers WHERE database = '"
                + database
                + "'");
  }

  private UsageSums sums() throws IOException {
    UsageSums sums = new UsageSums();
    clickHouse()
        .query(resource("kafka-engine-sums.sql"))
        .lines()
        .map(line -> List.of(line.split("\t", -1)))
        .forEach(
            cells ->
                sums.add(
                    cells.get(0),
                    Objects.requireNonNull(METERS.get(cells.get(1)), cells.get(1)),
                    new BigDecimal(cells.get(2))));
    return sums;
  }

  private String resource(String name) throws IOException {
    try (InputStream in = KafkaEngineRun.class.getResourceAsStream(name)) {
      String text = new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
      return text.replace("{database}", database);
    }
  }

  private EmbeddedClickHouse clickHouse() {
    return servers.clickHouse();
  }
}
