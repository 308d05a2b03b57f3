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
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An hour of four tenants: who had the benefit of what was reserved, and who was squeezed. */
@ExtendWith(StackExtension.class)
class JobResourceStatesTest {

  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - {id: acme, subscriptions: [{book: by-use, from: 2025-01-01T00:00:00Z}]}
        - {id: globex, subscriptions: [{book: by-size, from: 2025-01-01T00:00:00Z}]}
        - {id: initech, subscriptions: [{book: by-size, from: 2025-01-01T00:00:00Z}]}
        - {id: umbrella, subscriptions: [{book: by-size, from: 2025-01-01T00:00:00Z}]}
      """;

  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: %s
      name: Test
      mode: serverless
      source: Made up for tests
      sourceDate: 2025-01-01
      currency: EUR
      lines:
        - id: compute
          description: CPU
          meter: %s
          unit: "{cpu}.h"
          prices: [{from: 2025-01-01, price: 0.25}]
      """;

  /** Of every tenant: CPUs and bytes reserved, CPU seconds a minute, CPU seconds throttled. */
  private static final String HOUR =
      """
      tenant   | reserved cpu | cpu s a minute | throttled ns a minute | reserved memory | memory
      acme     | 1            | 15             | 0                     | 2000            | 500
      globex   | 1            | 15             | 0                     | 0               | 0
      initech  | 1            | 30             | 10000000000           | 0               | 0
      umbrella | 1            | 90             | 0                     | 0               | 0
      """;

  private static AggregationJobConfig config(JobFixture fixture) {
    AggregationJobConfig plain = fixture.config();
    return new AggregationJobConfig(
        plain.kafka(),
        plain.clickhouse(),
        new PriceFiles(
            plain.prices().meters(),
            new SourceFile("tenants.yaml", TENANTS),
            List.of(
                new SourceFile("by-use.yaml", BOOK.formatted("by-use", "cpu.used")),
                new SourceFile("by-size.yaml", BOOK.formatted("by-size", "cpu.reserved")))),
        plain.metering(),
        plain.checkpoint(),
        plain.stateBackend(),
        plain.flush(),
        plain.parallelism());
  }

  private static ResourceMetrics gauge(String metric, String unit, double value) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (int minute = 0; minute <= 60; minute += 5) {
      gauge.addDataPoints(point(START.plusSeconds(60L * minute), value));
    }
    return resource("a", Metric.newBuilder().setName(metric).setUnit(unit).setGauge(gauge).build());
  }

  private static void send(JobFixture fixture, List<String> row) {
    List<ResourceMetrics> metrics = new ArrayList<>();
    metrics.add(gauge("k8s.container.cpu.request", "{cpu}", Double.parseDouble(row.get(1))));
    metrics.add(counter("a", "container.cpu.time", "s", Double.parseDouble(row.get(2)), 0, 60));
    metrics.add(
        counter(
            "a",
            "container.cpu.throttling_data.throttled_time",
            "ns",
            Double.parseDouble(row.get(3)),
            0,
            60));
    metrics.add(gauge("k8s.container.memory.request", "By", Double.parseDouble(row.get(4))));
    metrics.add(gauge("container.memory.working_set", "By", Double.parseDouble(row.get(5))));
    fixture.send(row.get(0), 3 * 13 + 2 * 61, request(metrics.toArray(ResourceMetrics[]::new)));
  }

  @Test
  void whatWasReservedUsedBilledAndThrottledStandsInOneRow(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(config(fixture))) {
      for (String line : HOUR.lines().skip(1).toList()) {
        send(fixture, List.of(line.split("\\|", -1)).stream().map(String::strip).toList());
      }
      fixture.awaitRows(
          "SELECT tenant_id, resource, toInt64(reserved), toInt64(used), toInt64(billed),"
              + " toInt64(throttled), toInt64(reserved_unused), toInt64(used_unreserved),"
              + " toInt64(billed_unused), toInt64(used_unbilled), outcome, unit"
              + " FROM resource_states WHERE window_start = '2025-03-01 10:00:00' ORDER BY ALL",
          // tenant, resource: reserved, used, billed, throttled; unused, unreserved, unused,
          // unbilled
          "acme|cpu|3600|900|900|0|2700|0|0|0|even|s",
          "acme|memory|7200000|1800000|0|0|5400000|0|0|1800000|tenant-benefits|By.s",
          "globex|cpu|3600|900|3600|0|2700|0|2700|0|vendor-benefits|s",
          "initech|cpu|3600|1800|3600|600|1800|0|1800|0|squeezed|s",
          "umbrella|cpu|3600|5400|3600|0|0|1800|0|1800|tenant-benefits|s");
      fixture.awaitRows(
          "SELECT meter, resource, state FROM usage WHERE tenant_id = 'initech' AND quantity > 0"
              + " AND window_start = '2025-03-01 10:00:00' ORDER BY ALL",
          "cpu.reserved|cpu|reserved",
          "cpu.throttled|cpu|throttled",
          "cpu.used|cpu|used");
      assertThat(fixture.rows("DESCRIBE TABLE resource_states"))
          .as("every column says what it is")
          .allMatch(row -> row.matches("(?s).*\\|[A-Za-z].{5,}.*"));
      assertThat(job.failure()).isEmpty();
    }
  }
}
