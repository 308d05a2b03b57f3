package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.START;
import static dev.headroom.aggregation.stack.Otlp.attribute;
import static dev.headroom.aggregation.stack.Otlp.request;
import static dev.headroom.aggregation.stack.Otlp.resource;
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
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process of three tenants: what they cause, and what is laid upon them. */
@ExtendWith(StackExtension.class)
class JobSharedTest {

  private static final String METERS =
      """
      apiVersion: headroom.dev/v1
      kind: Meters
      meters:
        - name: requests
          unit: "{request}"
          aggregation: sum
          from: [{metric: db.requests, unit: "{request}"}]
        - name: cpu.used
          unit: s
          aggregation: sum
          from: [{metric: db.cpu, unit: s}]
          allocate: {by: proportional, driver: requests, untagged: total}
        - name: io
          unit: By
          aggregation: sum
          from: [{metric: db.io, unit: By}]
          allocate: {by: even, driver: requests, untagged: overhead, within: producer}
      """;

  private static final String USAGE =
      "SELECT formatDateTime(window_start, '%H:%i'), meter, tenant_id, toDecimalString(quantity, 9),"
          + " toDecimalString(quantity_allocated, 9) FROM usage ORDER BY ALL";

  private static final String ALLOCATION =
      "SELECT formatDateTime(window_start, '%H:%i'), meter, producer_id, length(process),"
          + " toDecimalString(used, 9), toDecimalString(caused, 9), toDecimalString(allocated, 9),"
          + " toDecimalString(own, 9), toDecimalString(over_attributed, 9) FROM allocation"
          + " ORDER BY window_start, meter, caused";

  private static AggregationJobConfig config(JobFixture fixture, StateBackend backend) {
    AggregationJobConfig plain = fixture.config(fixture.clickhouse(), backend);
    return new AggregationJobConfig(
        plain.kafka(),
        plain.clickhouse(),
        new PriceFiles(
            new SourceFile("meters.yaml", METERS),
            plain.prices().tenants(),
            plain.prices().books()),
        plain.metering(),
        plain.checkpoint(),
        backend,
        plain.flush(),
        plain.parallelism());
  }

  /** How much there was in the minute that ends then; of nobody if the tenant is empty. */
  private static Metric of(String metric, String unit, String tenant, int minute, double amount) {
    Instant end = START.plusSeconds(60L * minute);
    NumberDataPoint.Builder point =
        NumberDataPoint.newBuilder()
            .setStartTimeUnixNano(end.minusSeconds(60).getEpochSecond() * 1_000_000_000L)
            .setTimeUnixNano(end.getEpochSecond() * 1_000_000_000L)
            .setAsDouble(amount);
    if (!tenant.isEmpty()) {
      point.addAttributes(attribute("tenant.id", tenant));
    }
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
            .addDataPoints(point);
    return Metric.newBuilder().setName(metric).setUnit(unit).setSum(sum).build();
  }

  private static Metric requests(String tenant, int minute, int number) {
    return of("db.requests", "{request}", tenant, minute, number);
  }

  private static Metric cpu(String tenant, int minute, double seconds) {
    return of("db.cpu", "s", tenant, minute, seconds);
  }

  private static void send(JobFixture fixture, String process, Metric... metrics) {
    fixture.sendShared("shared-db", metrics.length, request(resource(process, metrics)));
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void overheadIsLaidUponThoseWhoUsedTheProcess(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(config(fixture, backend))) {
      // The tenth hour: of 100 s, acme caused 10 s and globex 20 s; initech only asked.
      send(
          fixture,
          "a",
          cpu("", 10, 100),
          cpu("acme", 10, 10),
          cpu("globex", 10, 20),
          requests("acme", 10, 1),
          requests("globex", 10, 1),
          requests("initech", 10, 1),
          of("db.io", "By", "", 10, 8));
      // The eleventh: nobody was there, and the process idled.
      send(fixture, "a", cpu("", 70, 6));
      // Another process of the producer, whose tenants claim more than it used.
      send(fixture, "b", cpu("", 10, 3), cpu("acme", 10, 5), requests("acme", 10, 7));
      fixture.awaitRows(
          USAGE,
          "10:00|cpu.used|acme|38.333333333|23.333333333",
          "10:00|cpu.used|globex|43.333333333|23.333333333",
          "10:00|cpu.used|initech|23.333333334|23.333333334",
          "10:00|io|acme|2.666666666|2.666666666",
          "10:00|io|globex|2.666666667|2.666666667",
          "10:00|io|initech|2.666666667|2.666666667",
          "10:00|requests|acme|8.000000000|0.000000000",
          "10:00|requests|globex|1.000000000|0.000000000",
          "10:00|requests|initech|1.000000000|0.000000000",
          "11:00|cpu.used|shared-db|6.000000000|0.000000000");
      fixture.awaitRows(
          ALLOCATION,
          "10:00|cpu.used|shared-db|32|3.000000000|5.000000000|0.000000000|0.000000000|2.000000000",
          "10:00|cpu.used|shared-db|32|100.000000000|30.000000000|70.000000000|0.000000000"
              + "|0.000000000",
          "10:00|io|shared-db|0|8.000000000|0.000000000|8.000000000|0.000000000|0.000000000",
          "11:00|cpu.used|shared-db|32|6.000000000|0.000000000|0.000000000|6.000000000"
              + "|0.000000000");

      // Late: initech had caused 14 s and asked eight times more.
      send(fixture, "a", cpu("initech", 20, 14), requests("initech", 20, 8));
      fixture.awaitRows(
          USAGE,
          "10:00|cpu.used|acme|20.090909090|5.090909090",
          "10:00|cpu.used|globex|25.090909091|5.090909091",
          "10:00|cpu.used|initech|59.818181819|45.818181819",
          "10:00|io|acme|2.666666666|2.666666666",
          "10:00|io|globex|2.666666667|2.666666667",
          "10:00|io|initech|2.666666667|2.666666667",
          "10:00|requests|acme|8.000000000|0.000000000",
          "10:00|requests|globex|1.000000000|0.000000000",
          "10:00|requests|initech|9.000000000|0.000000000",
          "11:00|cpu.used|shared-db|6.000000000|0.000000000");
      fixture.awaitRows("SELECT sum(points_quarantined), sum(points_counted) FROM ingest", "0|13");
      assertThat(job.failure()).isEmpty();
    }
  }
}
