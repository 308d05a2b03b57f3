package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.START;
import static dev.headroom.aggregation.stack.Otlp.point;
import static dev.headroom.aggregation.stack.Otlp.request;
import static dev.headroom.aggregation.stack.Otlp.resource;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.Otlp;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class JobBadInputTest {
  private static final String DECISION =
      """
      {"decisionId": "0123456789abcdef0123456789abcdef", "time": "2025-03-01T10:00:15.250Z",
       "tenantId": null, "pool": "shared", "workload": null, "kind": "overbook",
       "policy": "joint-peak", "rule": "joint-peak", "unit": "{machine}",
       "fromCapacity": "3", "toCapacity": "2.5", "result": "applied",
       "inputs": {"usedCores": "7.5", "p99Cores": "9"}, "bounds": ["max-machines"],
       "expected": "e", "sentence": "s", "error": null}
      """;

  @Test
  void whatCannotBeMeteredIsSetAsideAndDisturbsNobody(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      String topic = fixture.kafka().usageTopic();
      byte[] good = request(Otlp.counter("a", "container.cpu.time", "s", 1, 0, 5));
      SteadyLoad.send(fixture, 0, 60);
      fixture.send(new ProducerRecord<>(topic, 0, null, good));
      fixture.send(new ProducerRecord<>(topic, 0, "Not A Tenant".getBytes(UTF_8), good));
      fixture.send("initech", 6, Arrays.copyOf(good, good.length - 3));
      fixture.send("initech", 7, noise());
      fixture.send("initech", 4, badPoints());
      fixture.send(new ProducerRecord<>(topic, 1, "initech".getBytes(UTF_8), ofAnotherTenant()));
      fixture.send(ofAProducerThatClaimsTooMuch(topic));
      SteadyLoad.send(fixture, 60, 120);

      SteadyLoad.awaitTwoHours(fixture);
      fixture.awaitRows(
          "SELECT tenant_id, reason, metric, points FROM quarantine ORDER BY ALL",
          "|no-tenant||6",
          "|no-tenant||6",
          "initech|far-future|container.cpu.time|1",
          "initech|malformed||6",
          "initech|malformed||7",
          "initech|no-tenant|container.cpu.time|2",
          "initech|no-tenant|container.cpu.time|6",
          "initech|no-time|container.cpu.time|1",
          "initech|not-a-number|container.cpu.time|1");
      fixture.awaitRows(
          "SELECT sum(points_declared), sum(points_counted), sum(points_quarantined) FROM ingest"
              + " WHERE tenant_id = 'initech' AND producer_id = 'gateway-test'",
          "17|1|16");
      assertThat(job.failure()).isEmpty();
    }
  }

  private static byte[] noise() {
    byte[] noise = new byte[1000];
    new SplittableRandom(7).nextBytes(noise);
    noise[0] = 0x0a;
    return noise;
  }

  private static byte[] badPoints() {
    Sum sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
            .addDataPoints(point(START, 0))
            .addDataPoints(point(START.plusSeconds(60), Double.NaN))
            .addDataPoints(point(Instant.EPOCH, 3))
            .addDataPoints(point(Instant.now().plus(Duration.ofDays(1000)), 4))
            .build();
    return request(
        resource(
            "bad",
            Metric.newBuilder().setName("container.cpu.time").setUnit("s").setSum(sum).build()));
  }

  private static byte[] ofAnotherTenant() {
    var resource = Otlp.counter("x", "container.cpu.time", "s", 1, 0, 5).toBuilder();
    resource.getResourceBuilder().addAttributes(Otlp.attribute("tenant.id", "acme"));
    return request(resource.build());
  }

  /** Whoever writes to Kafka itself is no shared producer, whatever its header says. */
  private static ProducerRecord<byte[], byte[]> ofAProducerThatClaimsTooMuch(String topic) {
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    for (int minute = 0; minute < 2; minute++) {
      sum.addDataPoints(
          point(START.plusSeconds(60L * minute), 9)
              .addAttributes(Otlp.attribute("tenant.id", "acme")));
    }
    Metric.Builder metric = Metric.newBuilder().setName("container.cpu.time").setUnit("s");
    byte[] request = request(resource("y", metric.setSum(sum).build()));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, 1, "initech".getBytes(UTF_8), request);
    record.headers().add("headroom-shared", "true".getBytes(UTF_8));
    return record;
  }

  @Test
  void decisionsAreStoredAndWhatIsNoneIsSetAside(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      for (String value :
          new String[] {
            DECISION,
            DECISION,
            "no JSON",
            "[]",
            DECISION.replace("overbook", "guess").replace("\"2.5\"", "2.5")
          }) {
        fixture.send(
            new ProducerRecord<>(
                fixture.kafka().decisionsTopic(), "shared".getBytes(UTF_8), value.getBytes(UTF_8)));
      }

      fixture.awaitRows(
          "SELECT decision_id, toString(time), tenant_id, pool, kind, from_capacity, to_capacity,"
              + " inputs['usedCores'], toString(bounds), error FROM decisions",
          "0123456789abcdef0123456789abcdef|2025-03-01 10:00:15.250||shared|overbook"
              + "|3.000000000|2.500000000|7.5|['max-machines']|");
      fixture.awaitRows(
          "SELECT kafka_offset, tenant_id, reason, detail FROM quarantine ORDER BY kafka_offset",
          "2|shared|bad-decision|expected a JSON object",
          "3|shared|bad-decision|expected a JSON object",
          "4|shared|bad-decision|kind: expected one of limit, overbook, resize, scale, sell, warm; toCapacity: expected"
              + " text; toCapacity: expected a decimal as text, at most 9 places after the point");
      assertThat(job.failure()).isEmpty();
    }
  }
}
