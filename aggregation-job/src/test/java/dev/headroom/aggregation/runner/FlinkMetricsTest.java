package dev.headroom.aggregation.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class FlinkMetricsTest {
  private static final AttributeKey<String> TASK = AttributeKey.stringKey("flink.task_name");

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
          .build();

  private static List<MetricData> named(Collection<MetricData> metrics, String name) {
    return metrics.stream().filter(metric -> metric.getName().equals(name)).toList();
  }

  @Test
  void aJobTellsWhatFlinkCountsAndNothingMoreOnceItIsClosed(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(fixture.config(), 0, sdk)) {
        SteadyLoad.send(fixture, 0, 120);
        SteadyLoad.awaitTwoHours(fixture);
        assertThat(job.failure()).isEmpty();
        Collection<MetricData> metrics = reader.collectAllMetrics();
        assertThat(named(metrics, "flink.taskmanager.job.task.numRecordsOut"))
            .singleElement()
            .satisfies(
                counted -> {
                  assertThat(counted.getLongSumData().isMonotonic()).isTrue();
                  assertThat(counted.getLongSumData().getPoints())
                      .anyMatch(point -> point.getValue() > 0)
                      .allSatisfy(
                          point ->
                              assertThat(point.getAttributes().asMap())
                                  .containsKeys(TASK, AttributeKey.stringKey("flink.subtask_index"))
                                  .doesNotContainKey(AttributeKey.stringKey("flink.task_id")));
                });
        assertThat(named(metrics, "flink.jobmanager.job.numberOfCompletedCheckpoints"))
            .singleElement()
            .satisfies(
                gauge ->
                    assertThat(gauge.getDoubleGaugeData().getPoints())
                        .singleElement()
                        .satisfies(point -> assertThat(point.getValue()).isPositive()));
        assertThat(metrics.stream().map(MetricData::getName))
            .contains(
                "flink.taskmanager.job.task.operator.KafkaSourceReader.KafkaConsumer.records-lag-max",
                "flink.taskmanager.job.task.backPressuredTimeMsPerSecond",
                "flink.jobmanager.job.numberOfFailedCheckpoints",
                "flink.jobmanager.job.lastCheckpointDuration",
                "flink.jobmanager.job.numRestarts")
            .contains("flink.taskmanager.job.task.busyTimeMsPerSecond")
            .allMatch(name -> name.matches("[A-Za-z][A-Za-z0-9_.-]*"));
        // Prometheus has fewer characters for names, and does not tell capitals apart here.
        assertThat(
                metrics.stream()
                    .map(metric -> metric.getName().toLowerCase(Locale.ROOT))
                    .map(name -> name.replaceAll("[^a-z0-9]", "_")))
            .doesNotHaveDuplicates();
      }
      assertThat(reader.collectAllMetrics()).isEmpty();
    }
  }
}
