package dev.headroom.collectors.gateway;

import dev.headroom.usage.TenantId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Locale;

/** What a gateway counts of itself; the names are in docs/reference/telemetry.md. */
final class GatewayMetrics {
  private static final AttributeKey<String> PROTOCOL =
      AttributeKey.stringKey("network.protocol.name");
  private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("headroom.outcome");
  private static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant.id");

  /** How a request came. */
  enum Protocol {
    HTTP,
    GRPC
  }

  private final Meter meter;
  private final LongCounter requests;
  private final LongCounter points;

  GatewayMetrics(OpenTelemetry openTelemetry) {
    meter = openTelemetry.getMeter("dev.headroom.gateway");
    requests =
        meter
            .counterBuilder("headroom.gateway.requests")
            .setUnit("{request}")
            .setDescription("Requests by what their clients were told")
            .build();
    points =
        meter
            .counterBuilder("headroom.gateway.points")
            .setUnit("{point}")
            .setDescription(
                "Data points of requests whose sender was known, by what became of them")
            .build();
  }

  void answered(Protocol protocol, Answer answer) {
    requests.add(
        1,
        Attributes.of(PROTOCOL, protocol.name().toLowerCase(Locale.ROOT), OUTCOME, name(answer)));
  }

  /** All points of a request. */
  void points(TenantId sender, Answer answer, int count) {
    if (answer.isOk()) {
      add(sender, "ok", count - answer.rejectedPoints());
      add(sender, "rejected", answer.rejectedPoints());
    } else {
      add(sender, name(answer), count);
    }
  }

  private void add(TenantId sender, String outcome, int count) {
    if (count > 0) {
      points.add(count, Attributes.of(TENANT, sender.value(), OUTCOME, outcome));
    }
  }

  private static String name(Answer answer) {
    return answer.kind().name().toLowerCase(Locale.ROOT);
  }

  void watch(UsageTopic topic) {
    meter
        .counterBuilder("headroom.gateway.kafka.points")
        .setUnit("{point}")
        .setDescription("Data points in records that Kafka has acknowledged")
        .buildWithCallback(now -> now.record(topic.acknowledgedPoints()));
  }

  void watch(MemoryBudget budget, long limit) {
    meter
        .upDownCounterBuilder("headroom.gateway.pending")
        .setUnit("By")
        .setDescription("Memory that requests have reserved")
        .buildWithCallback(now -> now.record(limit - budget.freeBytes()));
    meter
        .upDownCounterBuilder("headroom.gateway.pending.limit")
        .setUnit("By")
        .setDescription("Memory that requests may reserve")
        .buildWithCallback(now -> now.record(limit));
  }

  void watch(SpooledKafka store) {
    meter
        .upDownCounterBuilder("headroom.gateway.spool.usage")
        .setUnit("By")
        .setDescription("What waits on the disk for Kafka")
        .buildWithCallback(now -> now.record(store.spoolState().bytes()));
    meter
        .upDownCounterBuilder("headroom.gateway.spool.limit")
        .setUnit("By")
        .setDescription("What may wait on the disk for Kafka")
        .buildWithCallback(now -> now.record(store.spoolState().maxBytes()));
    meter
        .counterBuilder("headroom.gateway.spool.points")
        .setUnit("{point}")
        .setDescription("Data points that were acknowledged from the disk")
        .buildWithCallback(now -> now.record(store.spooledPoints()));
    meter
        .counterBuilder("headroom.gateway.spool.damaged")
        .setUnit("{stretch}")
        .setDescription("Stretches of the spool that were put aside as they could not be read")
        .buildWithCallback(now -> now.record(store.spoolState().damaged()));
    meter
        .counterBuilder("headroom.gateway.spool.refused")
        .setUnit("{record}")
        .setDescription("Records that were put aside as Kafka will never take them")
        .buildWithCallback(now -> now.record(store.spoolState().refused()));
  }
}
