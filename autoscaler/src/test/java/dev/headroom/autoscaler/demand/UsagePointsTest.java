package dev.headroom.autoscaler.demand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.testing.CpuUsage;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The points of CPU time in a request. */
class UsagePointsTest {
  private static Metric sum(NumberDataPoint point) {
    return Metric.newBuilder()
        .setName("container.cpu.time")
        .setUnit("s")
        .setSum(
            Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)
                .addDataPoints(point))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "container.cpu.time, CONTAINER",
    "k8s.pod.cpu.time, POD",
    "process.cpu.time, PROCESS"
  })
  void readsACounterOfCpuSeconds(String metric, CpuMetric expected) {
    byte[] request = CpuUsage.request("acme-db", metric, "s", CpuUsage.minute(5), 12.5);
    List<UsagePoint> points = UsagePoints.read("acme", request, true);
    assertThat(points).hasSize(1);
    CpuPoint point = (CpuPoint) points.get(0);
    assertThat(point.workload()).isEqualTo(new WorkloadId("acme", "acme-db"));
    assertThat(point.metric()).isEqualTo(expected);
    assertThat(point.start()).isEqualTo(CpuUsage.START);
    assertThat(point.time()).isEqualTo(CpuUsage.minute(5));
    assertThat(point.seconds()).isEqualByComparingTo("12.5");
    assertThat(point.delta()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"container.cpu.time, ms", "container.cpu.usage, s", "container.memory.usage, By"})
  void leavesEverythingElseAlone(String metric, String unit) {
    byte[] request = CpuUsage.request("acme-db", metric, unit, CpuUsage.minute(5), 12.5);
    assertThat(UsagePoints.read("acme", request, false)).isEmpty();
  }

  @Test
  void readsLevelsAndKillsOfMemoryIfTheyAreWanted() {
    Metric level = CpuUsage.gauge("container.memory.working_set", "By", CpuUsage.minute(5), 4096);
    byte[] request = CpuUsage.request("acme-db", level);
    assertThat(UsagePoints.read("acme", request, false)).isEmpty();
    assertThat(UsagePoints.read("acme", request, true))
        .singleElement()
        .isInstanceOfSatisfying(
            MemoryPoint.class,
            point -> {
              assertThat(point.metric()).isEqualTo(MemoryMetric.CONTAINER);
              assertThat(point.value()).isEqualByComparingTo("4096");
              assertThat(point.time()).isEqualTo(CpuUsage.minute(5));
            });
    byte[] kills =
        CpuUsage.request("acme-db", "container.memory.oom_kills", "{kill}", CpuUsage.minute(5), 2);
    assertThat(UsagePoints.read("acme", kills, true))
        .singleElement()
        .isInstanceOfSatisfying(
            MemoryPoint.class,
            point -> assertThat(point.metric()).isEqualTo(MemoryMetric.OOM_KILLS));
    byte[] kibibytes =
        CpuUsage.request(
            "acme-db",
            CpuUsage.gauge("container.memory.working_set", "KiBy", CpuUsage.minute(5), 4));
    assertThat(UsagePoints.read("acme", kibibytes, true)).isEmpty();
    byte[] counter =
        CpuUsage.request("acme-db", "container.memory.working_set", "By", CpuUsage.minute(5), 4096);
    assertThat(UsagePoints.read("acme", counter, true)).isEmpty();
  }

  @Test
  void aGaugeIsNoCounter() {
    Metric gauge =
        Metric.newBuilder()
            .setName("container.cpu.time")
            .setUnit("s")
            .setGauge(
                Gauge.newBuilder()
                    .addDataPoints(NumberDataPoint.newBuilder().setTimeUnixNano(1).setAsDouble(1)))
            .build();
    assertThat(UsagePoints.read("acme", CpuUsage.request("acme-db", gauge), false)).isEmpty();
  }

  @Test
  void aWorkloadNeedsAName() {
    byte[] request = CpuUsage.request("", "container.cpu.time", "s", CpuUsage.minute(5), 12.5);
    assertThat(UsagePoints.read("acme", request, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 1e300})
  void aValueThatIsNoAmountOfTimeIsNone(double value) {
    byte[] request =
        CpuUsage.request("acme-db", "container.cpu.time", "s", CpuUsage.minute(5), value);
    assertThat(UsagePoints.read("acme", request, false)).isEmpty();
  }

  @Test
  void aPointNeedsATime() {
    NumberDataPoint timeless = NumberDataPoint.newBuilder().setAsDouble(1).build();
    assertThat(UsagePoints.read("acme", CpuUsage.request("acme-db", sum(timeless)), false))
        .isEmpty();
    NumberDataPoint timed = timeless.toBuilder().setTimeUnixNano(1).build();
    assertThat(UsagePoints.read("acme", CpuUsage.request("acme-db", sum(timed)), false)).hasSize(1);
    NumberDataPoint unrecorded = timed.toBuilder().setFlags(1).build();
    assertThat(UsagePoints.read("acme", CpuUsage.request("acme-db", sum(unrecorded)), false))
        .isEmpty();
  }

  @Test
  void aRequestCutAnywhereIsReadOrLeft() {
    byte[] request =
        CpuUsage.request("acme-db", "container.cpu.time", "s", CpuUsage.minute(5), 12.5);
    for (int length = 0; length < request.length; length++) {
      assertThat(UsagePoints.read("acme", Arrays.copyOf(request, length), false)).isEmpty();
    }
  }
}
