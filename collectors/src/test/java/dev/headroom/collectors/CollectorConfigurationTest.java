package dev.headroom.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations shipped for a stock Collector: whole, and safe for billing. */
@ParameterizedClass
@ValueSource(
    strings = {"vm-to-gateway", "vm-to-kafka", "gateway-to-kafka", "kubernetes-to-gateway"})
class CollectorConfigurationTest {
  @Parameter private String name = "";
  private JsonNode root = new YAMLMapper().createObjectNode();

  @BeforeEach
  void read() throws Exception {
    root = new YAMLMapper().readTree(Path.of("otel-collector", name + ".yaml").toFile());
  }

  private JsonNode exporter() {
    return root.at(name.endsWith("to-kafka") ? "/exporters/kafka" : "/exporters/otlp_http");
  }

  @Test
  void namesOnlyWhatItDefines() {
    JsonNode pipeline = root.at("/service/pipelines/metrics");
    for (String kind : new String[] {"receivers", "processors", "exporters"}) {
      assertThat(pipeline.get(kind)).as(kind).isNotEmpty();
      pipeline.get(kind).forEach(used -> assertThat(root.get(kind).has(used.asText())).isTrue());
    }
    assertThat(root.at("/service/extensions")).hasSize(root.get("extensions").size());
  }

  @Test
  void whatIsAcknowledgedIsOnDiskAndSentUntilItIsStored() {
    assertThat(root.at("/extensions/file_storage/fsync").asBoolean()).isTrue();
    assertThat(exporter().at("/sending_queue/storage").asText()).isEqualTo("file_storage");
    assertThat(exporter().at("/retry_on_failure/enabled").asBoolean()).isTrue();
    assertThat(exporter().at("/retry_on_failure/max_elapsed_time").asText()).isEqualTo("0s");
    assertThat(root.at("/processors/batch").isMissingNode()).isTrue();
  }

  @Test
  void whatMeasuresHasNobodyWhoWouldMeasureAgain() {
    boolean measures = !name.startsWith("gateway");
    assertThat(exporter().at("/sending_queue/block_on_overflow").asBoolean()).isEqualTo(measures);
    assertThat(root.at("/processors/memory_limiter").isMissingNode()).isEqualTo(measures);
  }

  @Test
  void whoPaysIsSaidByTheTokenOrTheTopic() {
    if (name.endsWith("to-kafka")) {
      assertThat(exporter().at("/producer/required_acks").asText()).isEqualTo("all");
      assertThat(root.at("/processors/resource/attributes/0/key").asText()).isEqualTo("tenant.id");
      assertThat(root.at("/processors/resource/attributes/0/action").asText()).isEqualTo("upsert");
    } else {
      assertThat(exporter().at("/headers/Authorization").asText())
          .isEqualTo("Bearer ${env:HEADROOM_TOKEN}");
    }
  }
}
