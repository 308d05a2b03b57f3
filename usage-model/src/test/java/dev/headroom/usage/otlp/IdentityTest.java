package dev.headroom.usage.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Identities are stored: were one to change, a series would be counted as a new one, and its
 * repeated points twice. So these numbers hold for ever.
 */
class IdentityTest {

  @Test
  void bytesOfEveryLengthHaveTheHashTheyEverHad() {
    Hash128 all = new Hash128();
    all.set(1, 2);
    byte[] bytes = new byte[64];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * i + 7);
    }
    for (int length = 0; length <= 40; length++) {
      all.bytes(bytes, length % 5, length);
      all.number(length);
      all.pair(length, ~length);
    }
    assertThat(all.high() + " " + all.low()).isEqualTo("-6864751572292735394 5250498622335858606");
  }

  @Test
  void aSeriesWithEveryKindOfAttributeHasTheIdentityItEverHad() throws Exception {
    KeyValue[] everyKind = Messages.everyKind().toArray(new KeyValue[0]);
    ResourceMetrics resource =
        Messages.resource(
            Messages.everyKind(),
            Messages.gauge("g", "By", Messages.point(5, 6, everyKind)),
            Messages.sum(
                "s",
                AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE,
                true,
                Messages.point(1, 2)));
    byte[] bytes = Messages.request(resource).toByteArray();
    List<String> identities = new ArrayList<>();
    OtlpRequest.split(
        bytes,
        0,
        bytes.length,
        (offset, length, high, low, points) -> identities.add(high + " " + low));
    ToldPoints told = new ToldPoints();
    byte[] one = resource.toByteArray();
    ResourceMetricsReader.read(one, 0, one.length, told);
    for (String line : told.identities) {
      identities.add(line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1)));
    }
    assertThat(identities)
        .containsExactly(
            "-7909004717226445635 6810789537678835893",
            "-4158849452348287428 2267505856362998669",
            "-6162658862633110804 -2393723453360335792");
  }
}
