package dev.headroom.aggregation.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.DirectTopic;
import dev.headroom.aggregation.config.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectTopicsTest {
  private static final DirectTopics TOPICS =
      new DirectTopics(
          new KafkaSettings(
              "127.0.0.1:1",
              "g",
              "usage.otlp",
              "usage.decisions",
              "usage.invoices",
              "usage.price-books",
              List.of(
                  DirectTopic.keyed("keyed", Set.of()),
                  DirectTopic.keyed("few", Set.of("acme")),
                  DirectTopic.of("own", "acme"),
                  DirectTopic.shared("fleet", "fleet", Set.of())),
              Map.of()),
          Set.of("acme", "globex"));

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # topic,    tenant,  believed
          usage.otlp, acme,    true
          usage.otlp, unknown, true
          keyed,      acme,    true
          keyed,      globex,  true
          keyed,      unknown, false
          few,        acme,    true
          few,        globex,  false
          own,        acme,    true
          fleet,      fleet,   true
          taken-away, acme,    false
          """)
  void whoIsBelievedIsAMatterOfTheTopic(String topic, String tenant, boolean believed) {
    assertThat(TOPICS.problem(topic, tenant).isEmpty()).isEqualTo(believed);
  }
}
