package dev.headroom.benchmarks;

import dev.headroom.aggregation.runner.RunningJob;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * A counter of one tenant that rises by one with every record: what the view says of it tells which
 * records are visible.
 */
final class Markers implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMillis(100);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TENANT = "marker";
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final Servers servers;
  private final String database;
  private final KafkaProducer<byte[], byte[]> producer;
  private final long startNanos = Instant.now().minusSeconds(60).toEpochMilli() * NANOS_PER_MILLI;
  private final List<Long> sent = new ArrayList<>();
  private final List<Long> ages = new ArrayList<>();
  private int ignored;

  Markers(Servers servers, String database) {
    this.servers = servers;
    this.database = database;
    this.producer = servers.producer();
  }

  /** Sends a marker if it is time, and looks which are visible. */
  void step() throws InterruptedException {
    boolean due =
        sent.isEmpty() || System.nanoTime() - sent.get(sent.size() - 1) >= INTERVAL.toNanos();
    if (due) {
      send(sent.size() + 1);
      sent.add(System.nanoTime());
    }
    look();
  }

  /** How old the markers were when they became visible, in ns; the first ones left out. */
  List<Long> ages() {
    return ages.subList(ignored, ages.size());
  }

  /** Until the job is there; what was sent before is left out. */
  void awaitFirst(RunningJob job) throws DisagreementException, InterruptedException {
    send(1);
    sent.add(System.nanoTime());
    awaitAll(job);
    ignored = ages.size();
  }

  void awaitAll(RunningJob job) throws DisagreementException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (ages.size() < sent.size()) {
      if (job.failure().isPresent() || System.nanoTime() > deadline) {
        throw new DisagreementException(
            "marker "
                + (ages.size() + 1)
                + " of "
                + sent.size()
                + " is not visible after "
                + PATIENCE.toSeconds()
                + " s; "
                + job.failure().orElse("the job runs"));
      }
      look();
    }
  }

  private void look() {
    String answer =
        servers
            .clickHouse()
            .query(
                "SELECT sum(quantity) FROM "
                    + database
                    + ".usage WHERE tenant_id = '"
                    + TENANT
                    + "'");
    long now = System.nanoTime();
    int visible = new BigDecimal(answer.strip()).intValueExact();
    for (int i = ages.size(); i < visible; i++) {
      ages.add(now - sent.get(i));
    }
  }

  private void send(int value) throws InterruptedException {
    NumberDataPoint.Builder point =
        NumberDataPoint.newBuilder()
            .setStartTimeUnixNano(startNanos)
            .setTimeUnixNano(startNanos + value * NANOS_PER_MILLI)
            .setAsInt(value);
    Sum.Builder sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
            .addDataPoints(point);
    Metric.Builder metric =
        Metric.newBuilder().setName("headroom.requests").setUnit("{request}").setSum(sum);
    byte[] bytes =
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(
                ResourceMetrics.newBuilder()
                    .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
            .build()
            .toByteArray();
    try {
      producer.send(Servers.record(new Request(TENANT, 1, bytes), TENANT, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take a marker: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
