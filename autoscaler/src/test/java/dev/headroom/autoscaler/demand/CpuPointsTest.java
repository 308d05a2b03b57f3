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
class CpuPointsTest {
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
    List<CpuPoint> points = CpuPoints.read("acme", request);
    assertThat(points).hasSize(1);
    CpuPoint point = points.get(0);
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
    assertThat(CpuPoints.read("acme", request)).isEmpty();
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
    assertThat(CpuPoints.read("acme", CpuUsage.request("acme-db", gauge))).isEmpty();
  }

  @Test
  void aWorkloadNeedsAName() {
    byte[] request = CpuUsage.request("", "container.cpu.time", "s", CpuUsage.minute(5), 12.5);
    assertThat(CpuPoints.read("acme", request)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 1e300})
  void aValueThatIsNoAmountOfTimeIsNone(double value) {
    byte[] request =
        CpuUsage.request("acme-db", "container.cpu.time", "s", CpuUsage.minute(5), value);
    assertThat(CpuPoints.read("acme", request)).isEmpty();
  }

  @Test
  void aPointNeedsATime() {
    NumberDataPoint timeless = NumberDataPoint.newBuilder().setAsDouble(1).build();
    assertThat(CpuPoints.read("acme", CpuUsage.request("acme-db", sum(timeless)))).isEmpty();
    NumberDataPoint timed = timeless.toBuilder().setTimeUnixNano(1).build();
    assertThat(CpuPoints.read("acme", CpuUsage.request("acme-db", sum(timed)))).hasSize(1);
    NumberDataPoint unrecorded = timed.toBuilder().setFlags(1).build();
    assertThat(CpuPoints.read("acme", CpuUsage.request("acme-db", sum(unrecorded)))).isEmpty();
  }

  @Test
  void aRequestCutAnywhereIsReadOrLeft() {
    byte[] request =
        CpuUsage.request("acme-db", "container.cpu.time", "s", CpuUsage.minute(5), 12.5);
    for (int length = 0; length < request.length; length++) {
      assertThat(CpuPoints.read("acme", Arrays.copyOf(request, length))).isEmpty();
    }
  }
}
