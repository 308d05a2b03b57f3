package dev.headroom.collectors.gateway;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Requests as clients send them. */
public final class Requests {
  private Requests() {}

  /** One resource, one gauge, that many points. */
  public static byte[] withPoints(int points) {
    return request(points, Resource.newBuilder().build()).toByteArray();
  }

  /** One point of a resource that says whose it is. */
  public static byte[] ofTenant(String tenant) {
    KeyValue attribute =
        KeyValue.newBuilder()
            .setKey("tenant.id")
            .setValue(AnyValue.newBuilder().setStringValue(tenant))
            .build();
    return request(1, Resource.newBuilder().addAttributes(attribute).build()).toByteArray();
  }

  /** One point; the claims stand at the point, the scope and the resource, null for none. */
  static byte[] claiming(
      @Nullable String point, @Nullable String scope, @Nullable String resource) {
    var request = request(1, Resource.getDefaultInstance()).toBuilder();
    var resourceMetrics = request.getResourceMetricsBuilder(0);
    var scopeMetrics = resourceMetrics.getScopeMetricsBuilder(0);
    claim(point)
        .ifPresent(
            scopeMetrics.getMetricsBuilder(0).getGaugeBuilder().getDataPointsBuilder(0)
                ::addAttributes);
    claim(scope).ifPresent(scopeMetrics.getScopeBuilder()::addAttributes);
    claim(resource).ifPresent(resourceMetrics.getResourceBuilder()::addAttributes);
    return request.build().toByteArray();
  }

  private static Optional<KeyValue> claim(@Nullable String tenant) {
    return Optional.ofNullable(tenant)
        .map(
            text ->
                KeyValue.newBuilder()
                    .setKey("tenant.id")
                    .setValue(AnyValue.newBuilder().setStringValue(text))
                    .build());
  }

  /** That many points, each of a series of its own, whose names begin with the number. */
  static byte[] ofSeries(int points, int number) {
    var request = request(points, Resource.getDefaultInstance()).toBuilder();
    var gauge =
        request
            .getResourceMetricsBuilder(0)
            .getScopeMetricsBuilder(0)
            .getMetricsBuilder(0)
            .getGaugeBuilder();
    for (int i = 0; i < points; i++) {
      gauge
          .getDataPointsBuilder(i)
          .addAttributes(
              KeyValue.newBuilder()
                  .setKey("series")
                  .setValue(AnyValue.newBuilder().setStringValue(number + "-" + i)));
    }
    return request.build().toByteArray();
  }

  /** One point, padded with a description to about that many bytes that compress well. */
  public static byte[] padded(int bytes) {
    return described(new byte[bytes]);
  }

  /** One point of a metric whose description is these bytes. */
  static byte[] described(byte[] description) {
    ExportMetricsServiceRequest.Builder request =
        request(1, Resource.newBuilder().build()).toBuilder();
    request
        .getResourceMetricsBuilder(0)
        .getScopeMetricsBuilder(0)
        .getMetricsBuilder(0)
        .setDescriptionBytes(ByteString.copyFrom(description));
    return request.build().toByteArray();
  }

  /** That request, which says in its metric's description which of several it is. */
  static byte[] numbered(byte[] request, int number) {
    try {
      ExportMetricsServiceRequest.Builder copy =
          ExportMetricsServiceRequest.parseFrom(request).toBuilder();
      copy.getResourceMetricsBuilder(0)
          .getScopeMetricsBuilder(0)
          .getMetricsBuilder(0)
          .setDescription(Integer.toString(number));
      return copy.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The description that {@link #described} gave. */
  static String description(byte[] request) {
    try {
      return ExportMetricsServiceRequest.parseFrom(request)
          .getResourceMetrics(0)
          .getScopeMetrics(0)
          .getMetrics(0)
          .getDescription();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Printable bytes that do not compress. */
  static byte[] noise(int length) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] bytes = new byte[length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(' ', 127);
    }
    return bytes;
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static ExportMetricsServiceRequest request(int points, Resource resource) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (int i = 0; i < points; i++) {
      gauge.addDataPoints(
          NumberDataPoint.newBuilder().setTimeUnixNano(1_780_000_000_000_000_000L + i).setAsInt(i));
    }
    Metric metric = Metric.newBuilder().setName("load").setUnit("1").setGauge(gauge).build();
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(resource)
                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
        .build();
  }
}
