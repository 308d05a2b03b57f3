package dev.headroom.aggregation.runner;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.embedded.LocalPort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class StartCheckTest {
  private static AggregationJobConfig config(
      JobFixture fixture, KafkaSettings kafka, ClickHouseTarget clickhouse) {
    AggregationJobConfig good = fixture.config();
    return new AggregationJobConfig(
        kafka,
        clickhouse,
        good.prices(),
        good.metering(),
        good.checkpoint(),
        good.stateBackend(),
        good.flush(),
        good.parallelism());
  }

  @Test
  void missingTopicsAndAMissingSchemaAreToldTogether(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      ClickHouseTarget good = fixture.clickhouse();
      ClickHouseTarget empty =
          new ClickHouseTarget(good.url(), "default", good.user(), good.password());
      KafkaSettings kafka =
          new KafkaSettings(
              fixture.kafka().bootstrapServers(),
              "g",
              "no.such",
              "none",
              "nor.this",
              "or.that",
              List.of(),
              Map.of());
      assertThatThrownBy(() -> StartCheck.check(config(fixture, kafka, empty)))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(
              "Kafka at "
                  + kafka.bootstrapServers()
                  + " lacks the topics: no.such, none, nor.this, or.that\n"
                  + "ClickHouse database default lacks V001 usage, V002 charges, V003 decisions,")
          .hasMessageEndingWith(": run headroom schema apply");
    }
  }

  @Test
  void aWrongPasswordAndAServerThatIsNotThereAreTold(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      ClickHouseTarget good = fixture.clickhouse();
      ClickHouseTarget wrong = new ClickHouseTarget(good.url(), good.database(), good.user(), "?");
      assertThatThrownBy(() -> StartCheck.check(config(fixture, fixture.kafka(), wrong)))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("cannot be used")
          .hasMessageContaining("Authentication failed")
          .hasMessageNotContainingAny("\n");

      ClickHouseTarget absent =
          new ClickHouseTarget("http://127.0.0.1:" + LocalPort.free(), "d", "u", "p");
      assertThatThrownBy(() -> StartCheck.check(config(fixture, fixture.kafka(), absent)))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("refused");
    }
  }
}
