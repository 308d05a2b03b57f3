package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.START;
import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.point;
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
import dev.headroom.aggregation.stack.Otlp;
import dev.headroom.aggregation.stack.StackExtension;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quantities that are made of parts, or of single points, of several resources together. */
@ExtendWith(StackExtension.class)
class JobAggregationsTest {

  private static final String MORE_METERS =
      """
        - {name: users, unit: "{user}", aggregation: unique, unique: user.id,
           from: [{metric: app.calls, unit: "{call}"}]}
        - {name: net.p50, unit: By/s, aggregation: percentile, percentile: 50,
           from: [{metric: app.bytes, unit: By}]}
        - {name: net.peak, unit: kBy/s, aggregation: high_water,
           from: [{metric: app.bytes, unit: By}]}
        - {name: seats.least, unit: "{seat}", aggregation: min,
           from: [{metric: app.seats, unit: "{seat}"}]}
        - {name: seats.last, unit: "{seat}", aggregation: last,
           from: [{metric: app.seats, unit: "{seat}"}]}
      """;

  private static final String QUANTITIES =
      "SELECT meter, quantity, unit FROM usage WHERE tenant_id = 'initech'"
          + " AND window_start = '2025-03-01 10:00:00' ORDER BY meter";

  private static AggregationJobConfig config(JobFixture fixture, StateBackend backend) {
    AggregationJobConfig plain = fixture.config(fixture.clickhouse(), backend);
    SourceFile meters =
        new SourceFile("meters.yaml", JobFixture.resource("/meters.yaml") + MORE_METERS);
    return new AggregationJobConfig(
        plain.kafka(),
        plain.clickhouse(),
        new PriceFiles(meters, plain.prices().tenants(), plain.prices().books()),
        plain.metering(),
        plain.checkpoint(),
        backend,
        plain.flush(),
        plain.parallelism());
  }

  /** A counter of a user that has the value from the tenth minute on. */
  private static ResourceMetrics calls(String resource, String user, double value) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (int minute : new int[] {10, 20}) {
      sum.addDataPoints(
          point(START.plusSeconds(60L * minute), value)
              .addAttributes(Otlp.attribute("user.id", user)));
    }
    Metric.Builder metric = Metric.newBuilder().setName("app.calls").setUnit("{call}").setSum(sum);
    return resource(resource, metric.build());
  }

  private static ResourceMetrics seats(String resource, int minute, double value) {
    NumberDataPoint.Builder point = point(START.plusSeconds(60L * minute), value);
    Metric.Builder metric = Metric.newBuilder().setName("app.seats").setUnit("{seat}");
    return resource(resource, metric.setGauge(Gauge.newBuilder().addDataPoints(point)).build());
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void partsOfAllResourcesMakeOneQuantity(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(config(fixture, backend))) {
      fixture.send("initech", 4, request(calls("a", "u1", 3), calls("b", "u1", 1)));
      fixture.send("initech", 4, request(calls("a", "u2", 8), calls("b", "u3", 0)));
      fixture.send("initech", 61, request(counter("a", "app.bytes", "By", 300, 0, 60)));
      fixture.send("initech", 11, request(counter("b", "app.bytes", "By", 600, 0, 10)));
      fixture.send("initech", 3, request(seats("a", 5, 9), seats("b", 9, 4), seats("a", 7, 2)));
      fixture.awaitRows(
          QUANTITIES,
          "net.p50|5.000000000|By/s",
          "net.peak|0.015000000|kBy/s",
          "seats.last|4.000000000|{seat}",
          "seats.least|2.000000000|{seat}",
          "users|2.000000000|{user}");

      fixture.send("initech", 2, request(calls("c", "u3", 1)));
      fixture.send("initech", 6, request(counter("c", "app.bytes", "By", 9000, 0, 5)));
      fixture.send("initech", 36, request(counter("d", "app.bytes", "By", 60, 0, 35)));
      fixture.send("initech", 2, request(seats("c", 9, 6), seats("c", 8, 1)));
      fixture.awaitRows(
          QUANTITIES,
          "net.p50|6.000000000|By/s",
          "net.peak|0.166000000|kBy/s",
          "seats.last|6.000000000|{seat}",
          "seats.least|1.000000000|{seat}",
          "users|3.000000000|{user}");
      assertThat(job.failure()).isEmpty();
    }
  }
}
