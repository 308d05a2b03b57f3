package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantClaimsTest {

  private static KeyValue claim(String tenant) {
    return KeyValue.newBuilder()
        .setKey("tenant.id")
        .setValue(AnyValue.newBuilder().setStringValue(tenant))
        .build();
  }

  private static Set<String> claims(ExportMetricsServiceRequest request) throws Exception {
    byte[] bytes = request.toByteArray();
    byte[] padded = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    return TenantClaims.of(padded, 3, bytes.length);
  }

  @Test
  void areFoundWhereverTheyMayStand() throws Exception {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    var resource = request.addResourceMetricsBuilder();
    resource.getResourceBuilder().addAttributes(claim("at-resource"));
    var scope = resource.addScopeMetricsBuilder();
    scope.getScopeBuilder().addAttributes(claim("at-scope"));
    NumberDataPoint.Builder number = NumberDataPoint.newBuilder().addAttributes(claim("number"));
    HistogramDataPoint.Builder histogram =
        HistogramDataPoint.newBuilder().addAttributes(claim("histogram"));
    ExponentialHistogramDataPoint.Builder exponential =
        ExponentialHistogramDataPoint.newBuilder().addAttributes(claim("exponential"));
    SummaryDataPoint.Builder summary =
        SummaryDataPoint.newBuilder().addAttributes(claim("summary")).addAttributes(claim("twice"));
    scope.addAllMetrics(
        List.of(
            Metric.newBuilder().setSum(Sum.newBuilder().addDataPoints(number)).build(),
            Metric.newBuilder()
                .setHistogram(Histogram.newBuilder().addDataPoints(histogram))
                .build(),
            Metric.newBuilder()
                .setExponentialHistogram(
                    ExponentialHistogram.newBuilder().addDataPoints(exponential))
                .build(),
            Metric.newBuilder().setSummary(Summary.newBuilder().addDataPoints(summary)).build()));
    assertThat(claims(request.build()))
        .containsExactlyInAnyOrder(
            "at-resource", "at-scope", "number", "histogram", "exponential", "summary", "twice");
    assertThat(claims(Messages.everything())).containsExactlyInAnyOrder("acme", "globex");
  }

  @Test
  void areNotMadeByOtherTextsOfThatName() throws Exception {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    var resource = request.addResourceMetricsBuilder();
    resource
        .getResourceBuilder()
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("k")
                .setValue(AnyValue.newBuilder().setStringValue("tenant.id")));
    Metric.Builder metric = resource.addScopeMetricsBuilder().addMetricsBuilder();
    metric.setName("tenant.id").setDescription("tenant.id").addMetadata(claim("metadata"));
    metric
        .getSumBuilder()
        .addDataPointsBuilder()
        .addExemplars(Exemplar.newBuilder().addFilteredAttributes(claim("exemplar")));
    assertThat(claims(request.build())).isEmpty();
    assertThat(claims(ExportMetricsServiceRequest.getDefaultInstance())).isEmpty();
  }

  @Test
  void aFieldOfALaterVersionIsPassedOver() throws Exception {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    var resource = request.addResourceMetricsBuilder();
    resource.getResourceBuilder().addAttributes(claim("acme"));
    UnknownFieldSet.Field text =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("x")).build();
    resource.setUnknownFields(
        UnknownFieldSet.newBuilder().addField(16, text).addField(1006, text).build());
    byte[] bytes = request.build().toByteArray();
    assertThat(OtlpRequest.summarise(bytes, 0, bytes.length).points()).isZero();
    assertThat(TenantClaims.of(bytes, 0, bytes.length)).containsExactly("acme");
  }

  @Test
  void aValueThatIsNoTextIsReadAsOne() throws Exception {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    request
        .addResourceMetricsBuilder()
        .getResourceBuilder()
        .addAttributes(
            KeyValue.newBuilder()
                .setKey("tenant.id")
                .setValue(AnyValue.newBuilder().setIntValue(42)))
        .addAttributes(KeyValue.newBuilder().setKey("tenant.id"));
    assertThat(claims(request.build())).containsExactlyInAnyOrder("42", "");
  }
}
