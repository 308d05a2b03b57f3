package dev.headroom.usage.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Keys and values that refer to a dictionary, as those of profiles do (opentelemetry-proto 1.11):
 * metrics carry none, so whose point it is can't be known.
 */
class DictionaryTest {

  private static final MeterSet METERS =
      MeterSet.parse(
          "m.yaml",
          """
          apiVersion: headroom.dev/v1
          kind: Meters
          meters:
            - {name: peak, unit: By, aggregation: max, dimensions: [pod],
               from: [{metric: memory, unit: By}]}
          """);

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static final KeyValue KEY_BY_INDEX =
      KeyValue.newBuilder()
          .setKeyStrindex(3)
          .setValue(AnyValue.newBuilder().setStringValue("a"))
          .build();

  private static final KeyValue VALUE_BY_INDEX =
      KeyValue.newBuilder()
          .setKey("pod")
          .setValue(AnyValue.newBuilder().setStringValueStrindex(4))
          .build();

  private final ResourceUsage usage = new ResourceUsage();
  private final OutcomeCounts outcomes = new OutcomeCounts();

  private static NumberDataPoint.Builder point(int value, KeyValue... attributes) {
    NumberDataPoint.Builder point =
        NumberDataPoint.newBuilder()
            .setTimeUnixNano(NOW.getEpochSecond() * 1_000_000_000L)
            .setAsInt(value);
    for (KeyValue attribute : attributes) {
      point.addAttributes(attribute);
    }
    return point;
  }

  private void apply(ResourceMetrics.Builder message) throws Exception {
    byte[] bytes = message.build().toByteArray();
    usage.apply(
        bytes,
        0,
        bytes.length,
        TestSeries.REPORTER,
        METERS,
        WindowGrid.UTC,
        MeteringLimits.DEFAULTS,
        NOW,
        outcomes);
  }

  private static ResourceMetrics.Builder resource(NumberDataPoint.Builder... points) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (NumberDataPoint.Builder point : points) {
      gauge.addDataPoints(point);
    }
    Metric.Builder metric = Metric.newBuilder().setName("memory").setUnit("By").setGauge(gauge);
    return ResourceMetrics.newBuilder()
        .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric));
  }

  @Test
  void aPointThatRefersToADictionaryIsSetAsideAndItsNeighbourIsNot() throws Exception {
    apply(
        resource(
            point(900, KEY_BY_INDEX),
            point(5, TestSeries.attribute("pod", "a")),
            point(800, VALUE_BY_INDEX)));
    assertThat(outcomes.counted).isEqualTo(1);
    assertThat(outcomes.quarantined).isEqualTo(Map.of(QuarantineReason.UNSUPPORTED, 2));
    assertThat(outcomes.details.toString())
        .isEqualTo(
            "unsupported memory: attributes refer to a dictionary (*_strindex), which metrics"
                + " don't carry (and 1 more points)\n");
    usage.drain(
        METERS,
        WindowGrid.UTC,
        (meter, attribution, start, end, dimensions, part, raw) -> {
          assertThat(dimensions).isEqualTo("{\"pod\":\"a\"}");
          assertThat(meter.finish(raw)).isEqualByComparingTo("5");
        });
  }

  @Test
  void aResourceThatRefersToADictionaryIsSetAsideWithAllItsPoints() throws Exception {
    ResourceMetrics.Builder message = resource(point(1), point(2));
    message.getResourceBuilder().addAttributes(VALUE_BY_INDEX);
    apply(message);
    assertThat(outcomes.quarantined).isEqualTo(Map.of(QuarantineReason.UNSUPPORTED, 2));
    assertThat(usage.hasContributions()).isFalse();
  }

  @Test
  void indexZeroIsWhatAWriterLeavesOut() throws Exception {
    UnknownFieldSet zero =
        UnknownFieldSet.newBuilder()
            .addField(
                KeyValue.KEY_STRINDEX_FIELD_NUMBER,
                UnknownFieldSet.Field.newBuilder().addVarint(0).build())
            .build();
    KeyValue plain = TestSeries.attribute("pod", "a").toBuilder().setUnknownFields(zero).build();
    apply(resource(point(5, plain)));
    assertThat(outcomes.counted).isEqualTo(1);
    assertThat(outcomes.quarantined).isEmpty();
  }
}
