package dev.headroom.collectors.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {
  private static final String REQUEST =
      """
      {"resourceMetrics": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "db"}}]},
        "laterField": {"of": ["a", "newer", "version"]},
        "scopeMetrics": [{"metrics": [
          {"name": "requests", "unit": "{request}", "sum": {
            "aggregationTemporality": 2, "isMonotonic": true,
            "dataPoints": [{
              "startTimeUnixNano": "1544712660300000000", "timeUnixNano": 1544712660300000001,
              "asInt": "9223372036854775807",
              "exemplars": [{"asDouble": 0.5, "traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "eee19b7ec3c1b174"}]}]}},
          {"name": "load", "gauge": {"dataPoints": [{"timeUnixNano": "1", "asDouble": 1e-3}]}}]}]}]}
      """;

  @Test
  void readsWhatTheSpecificationSays() throws Exception {
    ExportMetricsServiceRequest request =
        ExportMetricsServiceRequest.parseFrom(OtlpJson.toProtobuf(REQUEST.getBytes(UTF_8)));
    var resource = request.getResourceMetrics(0);
    assertThat(resource.getResource().getAttributes(0).getValue().getStringValue()).isEqualTo("db");
    var sum = resource.getScopeMetrics(0).getMetrics(0).getSum();
    assertThat(sum.getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    assertThat(sum.getIsMonotonic()).isTrue();
    var point = sum.getDataPoints(0);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(1544712660300000000L);
    assertThat(point.getTimeUnixNano()).isEqualTo(1544712660300000001L);
    assertThat(point.getAsInt()).isEqualTo(Long.MAX_VALUE);
    assertThat(point.getExemplars(0).getTraceId())
        .isEqualTo(
            ByteString.copyFrom(HexFormat.of().parseHex("5b8efff798038103d269b633813fc60c")));
    assertThat(point.getExemplars(0).getSpanId())
        .isEqualTo(ByteString.copyFrom(HexFormat.of().parseHex("eee19b7ec3c1b174")));
    assertThat(resource.getScopeMetrics(0).getMetrics(1).getGauge().getDataPoints(0).getAsDouble())
        .isEqualTo(1e-3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "null-ish",
        "{\"resourceMetrics\": 1}",
        "{\"resourceMetrics\": [{\"scopeMetrics\": [{\"metrics\": [{\"name\": 1e999, \"gauge\": []}]}]}]}",
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"gauge\":{\"dataPoints\":[{\"asInt\":\"1.5\"}]}}]}]}]}",
        "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"gauge\":{\"dataPoints\":[{\"timeUnixNano\":-1}]}}]}]}]}"
      })
  void saysInOneShortLineWhatIsNone(String json) {
    assertThatThrownBy(() -> OtlpJson.toProtobuf(json.getBytes(UTF_8)))
        .isInstanceOf(OtlpJson.NotOtlpException.class)
        .hasMessageStartingWith("the body is not OTLP in JSON: ")
        .message()
        .hasSizeLessThan(240)
        .doesNotContain("\n");
  }

  @Test
  void depthAndBytesThatAreNoTextAreRefused() {
    String value = "{\"arrayValue\":{\"values\":[".repeat(10_000);
    String deep =
        "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"k\",\"value\":" + value;
    assertThatThrownBy(() -> OtlpJson.toProtobuf(deep.getBytes(UTF_8)))
        .isInstanceOf(OtlpJson.NotOtlpException.class);
    assertThatThrownBy(() -> OtlpJson.toProtobuf("[".repeat(1_000_000).getBytes(UTF_8)))
        .isInstanceOf(OtlpJson.NotOtlpException.class);
    assertThatThrownBy(() -> OtlpJson.toProtobuf(new byte[] {'{', (byte) 0xff, '}'}))
        .hasMessage("the body is not UTF-8");
  }

  @Test
  void answersInJson() {
    assertThat(new String(OtlpJson.toJson(OtlpJson.partial(3, "why")), UTF_8))
        .isEqualTo("{\"partialSuccess\":{\"rejectedDataPoints\":\"3\",\"errorMessage\":\"why\"}}");
    assertThat(new String(OtlpJson.toJson(Answer.STORED.body()), UTF_8)).isEqualTo("{}");
    Status status = Answer.busy().status();
    assertThat(new String(OtlpJson.toJson(status), UTF_8))
        .isEqualTo("{\"code\":14,\"message\":\"" + status.getMessage() + "\"}");
  }
}
