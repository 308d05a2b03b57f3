package dev.headroom.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aggregation.codec.CodecSerializer;
import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.CheckpointSettings;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.usage.metering.MeteringLimits;
import java.net.URI;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** The graph as Flink gets it; nothing runs. */
class JobTypesTest {
  private static AggregationJobConfig config() {
    return new AggregationJobConfig(
        KafkaSettings.of("127.0.0.1:9"),
        new ClickHouseTarget("http://127.0.0.1:9", "headroom", "headroom", "secret"),
        JobFixture.prices(),
        MeteringLimits.DEFAULTS,
        new CheckpointSettings(Duration.ofSeconds(5), URI.create("file:///nowhere")),
        StateBackend.HASHMAP,
        Duration.ofSeconds(1),
        2);
  }

  private static StreamGraph graph() {
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(FlinkOptions.of(config()));
    AggregationJob.build(environment, config());
    return environment.getStreamGraph();
  }

  @Test
  void everyTypeInFrontOfTheSinkIsWrittenByACodecOfOurs() {
    int checked = 0;
    for (StreamNode node : graph().getStreamNodes()) {
      boolean isSink =
          node.getOperatorName().startsWith("ClickHouse")
              || node.getOperatorName().startsWith("limit decisions");
      if (node.getTypeSerializerOut() != null && !isSink) {
        assertThat(node.getTypeSerializerOut())
            .as(node.getOperatorName())
            .isInstanceOf(CodecSerializer.class);
        checked++;
      }
      if (node.getStateKeySerializer() != null) {
        assertThat(node.getStateKeySerializer())
            .as(node.getOperatorName())
            .isInstanceOf(CodecSerializer.class);
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(9);
  }

  @Test
  void aTypeWithoutACodecIsRefused() {
    StreamExecutionEnvironment environment =
        new StreamExecutionEnvironment(FlinkOptions.of(config()));
    assertThatThrownBy(
            () ->
                TypeInformation.of(Object.class)
                    .createSerializer(environment.getConfig().getSerializerConfig()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Generic types have been disabled");
  }

  @Test
  void everyOperatorHasAUidSoThatASavepointFindsItAgain() {
    for (StreamNode node : graph().getStreamNodes()) {
      assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotBlank();
    }
  }
}
