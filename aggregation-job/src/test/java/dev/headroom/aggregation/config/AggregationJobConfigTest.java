package dev.headroom.aggregation.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.usage.metering.MeteringLimits;
import dev.headroom.usage.yaml.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregationJobConfigTest {
  private static final String MINIMAL =
      """
      apiVersion: headroom.dev/v1
      kind: AggregationJob
      kafka: {bootstrapServers: "127.0.0.1:9092"}
      clickhouse: {url: "http://127.0.0.1:8123", passwordEnv: PASSWORD}
      meters: meters.yaml
      tenants: tenants.yaml
      priceBooks: [price-book.yaml]
      checkpoint: {directory: "file:///var/lib/headroom/checkpoints"}
      """;

  @TempDir private Path folder = Path.of(".");

  @BeforeEach
  void files() throws IOException {
    PriceFiles prices = JobFixture.prices();
    Files.writeString(folder.resolve("meters.yaml"), prices.meters().text());
    Files.writeString(folder.resolve("tenants.yaml"), prices.tenants().text());
    Files.writeString(folder.resolve("price-book.yaml"), prices.books().get(0).text());
  }

  private AggregationJobConfig load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("job.yaml"), text);
    return AggregationJobConfig.load(file, Map.of("PASSWORD", "secret"));
  }

  private List<String> problems(String text) {
    InvalidInputException thrown =
        catchThrowableOfType(InvalidInputException.class, () -> load(text));
    return thrown.problems().stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }

  @Test
  void defaultsAreThoseOfTheReference() throws IOException {
    AggregationJobConfig config = load(MINIMAL);

    assertThat(config.kafka()).isEqualTo(KafkaSettings.of("127.0.0.1:9092"));
    assertThat(config.kafka().groupId()).isEqualTo("headroom-aggregation");
    assertThat(config.kafka().usageTopic()).isEqualTo("usage.otlp");
    assertThat(config.kafka().decisionsTopic()).isEqualTo("usage.decisions");
    assertThat(config.kafka().invoicesTopic()).isEqualTo("usage.invoices");
    assertThat(config.kafka().priceBooksTopic()).isEqualTo("usage.price-books");
    assertThat(config.clickhouse().database()).isEqualTo("headroom");
    assertThat(config.clickhouse().user()).isEqualTo("headroom");
    assertThat(config.clickhouse().password()).isEqualTo("secret");
    assertThat(config.clickhouse().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.metering()).isEqualTo(MeteringLimits.DEFAULTS);
    assertThat(config.checkpoint().interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.stateBackend()).isEqualTo(StateBackend.HASHMAP);
    assertThat(config.flush()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.parallelism()).isEqualTo(1);
  }

  @Test
  void everyKeyArrives() throws IOException {
    Files.writeString(folder.resolve("password"), "from-file\n");
    AggregationJobConfig config =
        load(
            """
            apiVersion: headroom.dev/v1
            kind: AggregationJob
            kafka: {bootstrapServers: "k:1", groupId: g, usageTopic: u, decisionsTopic: d, invoicesTopic: i, priceBooksTopic: b, properties: {security.protocol: SSL}}
            clickhouse: {url: "https://c:2", database: b, user: me, passwordFile: password, timeout: 7s}
            meters: meters.yaml
            tenants: tenants.yaml
            priceBooks: [price-book.yaml]
            metering: {reorder: 1m, horizon: 2h, futureLimit: 3s}
            checkpoint: {interval: 7s, directory: "s3://bucket/checkpoints"}
            stateBackend: rocksdb
            flush: 250ms
            parallelism: 3
            """);

    assertThat(config.kafka())
        .isEqualTo(
            new KafkaSettings(
                "k:1", "g", "u", "d", "i", "b", List.of(), Map.of("security.protocol", "SSL")));
    assertThat(config.clickhouse().url()).isEqualTo("https://c:2");
    assertThat(config.clickhouse()).hasToString("me at https://c:2/b");
    assertThat(config.clickhouse().password()).isEqualTo("from-file");
    assertThat(config.clickhouse().timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.metering())
        .isEqualTo(
            new MeteringLimits(Duration.ofMinutes(1), Duration.ofHours(2), Duration.ofSeconds(3)));
    assertThat(config.checkpoint())
        .isEqualTo(
            new CheckpointSettings(Duration.ofSeconds(7), URI.create("s3://bucket/checkpoints")));
    assertThat(config.stateBackend()).isEqualTo(StateBackend.ROCKSDB);
    assertThat(config.flush()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.parallelism()).isEqualTo(3);
    assertThat(config.prices().books()).hasSize(1);
  }

  @Test
  void everyProblemOfTheSchemaIsToldAtOnce() {
    assertThat(
            problems(
                MINIMAL.replace("flush", "")
                    + "flush: 1 second\nparallelism: 0\nstateBackend: heap\nspeed: 9\n"))
        .hasSize(4)
        .anyMatch(p -> p.startsWith("job.yaml:9:8: flush: '1 second' is not valid"))
        .anyMatch(p -> p.startsWith("job.yaml:10:14: parallelism: expected at least 1"))
        .anyMatch(p -> p.startsWith("job.yaml:11:15: stateBackend: 'heap' is not one of"))
        .anyMatch(p -> p.startsWith("job.yaml:12:1: unknown key 'speed'"));
  }

  @Test
  void everyProblemOfTheContentIsToldAtOnce() {
    assertThat(
            problems(
                MINIMAL
                    .replace("PASSWORD", "NOT_SET")
                    .replace("tenants.yaml", "nobody.yaml")
                    .replace("clickhouse: {", "clickhouse: {timeout: 0s, ")
                    .replace("9092\"", "9092\", properties: {group.id: x}")
                    .replace("checkpoint: {", "checkpoint: {interval: 1ms, ")))
        .containsExactlyInAnyOrder(
            "job.yaml:3:57: the job sets group.id itself",
            "job.yaml:4:70: the environment has no variable NOT_SET",
            "job.yaml:6:10: 'nobody.yaml' cannot be read: there is no such file",
            "job.yaml:8:13: checkpoint.interval is not in 100ms…1h");
  }

  @Test
  void topicsThatCollectorsWriteSayWhenceTheTenantComes() throws IOException {
    AggregationJobConfig config =
        load(
            withDirectTopics(
                "{topic: a, tenantFrom: key}",
                "{topic: b, tenantFrom: topic, tenant: acme}",
                "{topic: c, tenantFrom: attribute, producer: fleet, mayReportFor: [acme]}",
                "{topic: d, tenantFrom: key, mayReportFor: '*'}"));
    assertThat(config.kafka().directTopics())
        .containsExactly(
            DirectTopic.keyed("a", Set.of()),
            DirectTopic.of("b", "acme"),
            DirectTopic.shared("c", "fleet", Set.of("acme")),
            DirectTopic.keyed("d", Set.of()));
    assertThat(config.kafka().usageTopics()).containsExactly("usage.otlp", "a", "b", "c", "d");
  }

  @Test
  void whatATopicSaysOfItsTenantsHasToGoTogether() {
    assertThat(
            problems(
                withDirectTopics(
                    "{topic: a, tenantFrom: key, tenant: acme}",
                    "{topic: b, tenantFrom: topic}",
                    "{topic: c, tenantFrom: attribute, mayReportFor: [acme]}",
                    "{topic: d, tenantFrom: topic, tenant: acme, mayReportFor: [acme]}",
                    "{topic: e, tenantFrom: topic, tenant: Not Acme}")))
        .hasSize(5)
        .anyMatch(p -> p.contains("expected tenant with tenantFrom: topic, and with nothing else"))
        .anyMatch(p -> p.contains("expected producer with tenantFrom: attribute"))
        .anyMatch(p -> p.contains("mayReportFor says nothing of a topic of one tenant"))
        .anyMatch(p -> p.startsWith("job.yaml:10:7: tenant id \"Not Acme\""));
    assertThat(problems(withDirectTopics("{topic: a, tenantFrom: topic, tenant: nobody}")))
        .containsExactly("job.yaml:6:7: tenants.yaml has no tenant 'nobody'");
    assertThat(problems(withDirectTopics("{topic: usage.otlp, tenantFrom: key}")))
        .singleElement()
        .asString()
        .contains("the topic usage.otlp is named twice");
  }

  private static String withDirectTopics(String... topics) {
    return MINIMAL.replace(
        "kafka: {bootstrapServers: \"127.0.0.1:9092\"}",
        "kafka:\n  bootstrapServers: 127.0.0.1:9092\n  directTopics:\n    - "
            + String.join("\n    - ", topics));
  }

  @Test
  void theFilesItNamesAreCheckedToo() throws IOException {
    Files.writeString(
        folder.resolve("price-book.yaml"),
        JobFixture.prices().books().get(0).text().replace("meter: cpu.used", "meter: cpu.wasted"));
    assertThat(problems(MINIMAL)).singleElement().asString().contains("cpu.wasted");
  }

  @Test
  void aFileThatIsNotThereIsOneProblem() {
    InvalidInputException thrown =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> AggregationJobConfig.load(folder.resolve("absent.yaml"), Map.of()));
    assertThat(thrown).hasMessageContaining("absent.yaml:1:1: cannot be read");
  }
}
