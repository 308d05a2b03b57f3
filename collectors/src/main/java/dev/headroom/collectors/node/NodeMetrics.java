package dev.headroom.collectors.node;

import dev.headroom.usage.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.concurrent.atomic.AtomicLong;

/** What a node collector counts of itself; the names are in docs/reference/telemetry.md. */
final class NodeMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("headroom.outcome");
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant.id");

  private final DoubleHistogram samples;
  private final LongCounter exports;
  private final AtomicLong series = new AtomicLong();

  /** What became of a sample. */
  enum Outcome {
    OK("ok"),
    /** The kubelet did not answer; the rest was sampled. */
    WITHOUT_PODS("without_pods"),
    /** The state file can be neither written nor removed, so nothing may be sent. */
    NOT_KEPT("not_kept");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }
  }

  NodeMetrics(OpenTelemetry openTelemetry) {
    Meter meter = openTelemetry.getMeter("dev.headroom.node_collector");
    samples =
        meter
            .histogramBuilder("headroom.node_collector.sample.duration")
            .setUnit("s")
            .setDescription("How long it took to read the machine, by what became of the sample")
            .build();
    exports =
        meter
            .counterBuilder("headroom.node_collector.exports")
            .setUnit("{export}")
            .setDescription("Reports to the gateway by whether it took them")
            .build();
    meter
        .upDownCounterBuilder("headroom.node_collector.series")
        .setUnit("{series}")
        .setDescription("Series in the last sample")
        .buildWithCallback(now -> now.record(series.get()));
  }

  void sampled(Outcome outcome, long nanos, int seriesNow) {
    samples.record(nanos / NANOS_PER_SECOND, Attributes.of(OUTCOME, outcome.text));
    series.set(seriesNow);
  }

  void exported(TenantId tenant, boolean taken) {
    exports.add(1, Attributes.of(TENANT, tenant.value(), OUTCOME, taken ? "ok" : "failed"));
  }
}
