package dev.headroom.benchmarks.autoscaling;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.KafkaSettings;
import dev.headroom.autoscaler.config.MachineSettings;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.config.OverbookingSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.config.SimulatedSettings;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/**
 * A fleet in one pool that reports its CPU time every ten seconds. What a workload uses in a tick
 * is a fixed function of its number and the tick's.
 *
 * @param workloads how many
 */
record FleetLoad(int workloads) {
  static final Duration TICK = Duration.ofSeconds(10);
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final String POOL = "fleet";

  /** Workloads of one tenant, and in one record. */
  private static final int PER_RECORD = 100;

  /** One record of the topic. */
  static final class Usage {
    private final String tenant;
    private final byte[] request;

    private Usage(String tenant, byte[] request) {
      this.tenant = tenant;
      this.request = request;
    }

    String tenant() {
      return tenant;
    }

    byte[] request() {
      return request;
    }
  }

  static WorkloadId id(int number) {
    return new WorkloadId("tenant-" + number / PER_RECORD, "workload-" + number);
  }

  static Instant time(int tick) {
    return START.plus(TICK.multipliedBy(tick));
  }

  /** Thousandths of a core that a workload uses in the tick that ends then; 50 to 3 000. */
  static long milliCores(int number, int tick) {
    long wave = Math.abs((tick * 7L + number * 13L) % 200 - 100);
    return 50 + number % 10 * 150L + wave * 15;
  }

  private static long milliSeconds(int number, int tick) {
    long sum = 0;
    for (int t = 1; t <= tick; t++) {
      sum += milliCores(number, t) * TICK.toSeconds();
    }
    return sum;
  }

  /** It recommends, so that no cluster manager is waited for. */
  AutoscalerConfig config(
      KafkaSettings kafka, Path folder, boolean foreseeing, ReactiveSettings policy) {
    List<WorkloadSettings> all = new ArrayList<>();
    for (int number = 0; number < workloads; number++) {
      all.add(
          new WorkloadSettings(
              id(number),
              POOL,
              new Range(1, 20),
              new BigDecimal("0.5"),
              policy,
              false,
              null,
              null));
    }
    AutoscalerConfig config =
        new AutoscalerConfig(
            kafka,
            Mode.RECOMMEND,
            TICK,
            Duration.ofMinutes(1),
            List.of(),
            folder.resolve("memory.json"),
            new SimulatedSettings(folder.resolve("cluster.json"), 0),
            List.of(
                new PoolSettings(
                    POOL,
                    new MachineSettings(
                        BigDecimal.valueOf(64),
                        new BigDecimal("3.20"),
                        Currency.getInstance("USD")),
                    new Range(1, 100_000),
                    BigDecimal.ONE,
                    OverbookingSettings.DEFAULT,
                    false,
                    null,
                    null,
                    null,
                    null,
                    null)),
            all,
            ResilienceSettings.DEFAULT);
    return foreseeing ? config.foreseeing() : config;
  }

  /** The records of a tick. */
  List<Usage> records(int tick) {
    List<Usage> records = new ArrayList<>();
    for (int first = 0; first < workloads; first += PER_RECORD) {
      ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
      for (int n = first; n < Math.min(workloads, first + PER_RECORD); n++) {
        request.addResourceMetrics(report(n, tick));
      }
      records.add(new Usage(id(first).tenant(), request.build().toByteArray()));
    }
    return records;
  }

  private static ResourceMetrics report(int number, int tick) {
    NumberDataPoint point =
        NumberDataPoint.newBuilder()
            .setStartTimeUnixNano(nanos(START))
            .setTimeUnixNano(nanos(time(tick)))
            .setAsDouble(milliSeconds(number, tick) / 1000.0)
            .build();
    Sum sum =
        Sum.newBuilder()
            .setIsMonotonic(true)
            .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
            .addDataPoints(point)
            .build();
    Metric metric =
        Metric.newBuilder().setName("container.cpu.time").setUnit("s").setSum(sum).build();
    KeyValue name =
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue(id(number).workload()))
            .build();
    return ResourceMetrics.newBuilder()
        .setResource(Resource.newBuilder().addAttributes(name))
        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric))
        .build();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  static KafkaSettings noKafka() {
    return new KafkaSettings("127.0.0.1:1", "benchmark", "usage", "decisions", Map.of());
  }
}
