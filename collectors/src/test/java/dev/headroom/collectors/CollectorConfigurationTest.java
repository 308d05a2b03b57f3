package dev.headroom.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The configuration shipped for a stock Collector: whatever a pipeline names is there. */
class CollectorConfigurationTest {
  @Test
  void namesOnlyWhatItDefines() throws Exception {
    JsonNode root =
        new YAMLMapper().readTree(Path.of("otel-collector/gateway-exporter.yaml").toFile());
    JsonNode pipeline = root.at("/service/pipelines/metrics");
    for (String kind : new String[] {"receivers", "processors", "exporters"}) {
      assertThat(pipeline.get(kind)).as(kind).isNotEmpty();
      pipeline.get(kind).forEach(name -> assertThat(root.get(kind).has(name.asText())).isTrue());
    }
    assertThat(root.at("/exporters/otlphttp/headers/Authorization").asText())
        .isEqualTo("Bearer ${env:HEADROOM_TOKEN}");
  }
}
