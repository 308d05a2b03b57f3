package dev.headroom.aggregation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped; it exists from the phase {@code package} on. */
@ExtendWith(StackExtension.class)
class FlinkClusterIT {
  private static final Path JAR =
      Path.of(
          Objects.requireNonNull(System.getProperty("headroom.flink.jar"), "headroom.flink.jar"));

  @TempDir private Path folder = Path.of(".");

  @Test
  void theJarHoldsTheJobAndNothingOfFlinkItself() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains(
              "dev/headroom/aggregation/AggregationJobMain.class",
              "dev/headroom/usage/metering/ResourceUsage.class",
              "dev/headroom/pricing/Rating.class",
              "org/apache/flink/connector/kafka/source/KafkaSource.class",
              "com/clickhouse/client/api/Client.class")
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"));
      Set<String> flink =
          names.stream()
              .filter(name -> name.startsWith("org/apache/flink/") && name.endsWith(".class"))
              .map(name -> name.replaceFirst("^(org/apache/flink/[a-z]+/[a-z]+).*", "$1"))
              .collect(Collectors.toSet());
      assertThat(flink)
          .allMatch(name -> name.matches("org/apache/flink/(connector|streaming|table)/[a-z]+"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("dev.headroom.aggregation.AggregationJobMain");
    }
  }

  @Test
  void theJarRunsOnAClusterAndSurvivesTheDeathOfATaskManager(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        StandaloneFlink flink = new StandaloneFlink(folder)) {
      String job = flink.run(JAR, "--config", configure(fixture).toString());
      SteadyLoad.send(fixture, 0, 60);
      fixture.awaitRows(
          "SELECT quantity FROM usage WHERE window_start = '2025-03-01 10:00:00' ORDER BY ALL",
          "105.000000000",
          "6000.000000000");

      flink.killTaskManager();
      SteadyLoad.send(fixture, 60, 120);
      flink.startTaskManager();

      SteadyLoad.awaitTwoHours(fixture);
      assertThat(flink.status(job)).isEqualTo("RUNNING");
    }
  }

  private Path configure(JobFixture fixture) throws IOException {
    PriceFiles prices = JobFixture.prices();
    Files.writeString(folder.resolve("meters.yaml"), prices.meters().text());
    Files.writeString(folder.resolve("tenants.yaml"), prices.tenants().text());
    Files.writeString(folder.resolve("book.yaml"), prices.books().get(0).text());
    Files.writeString(folder.resolve("password"), fixture.clickhouse().password());
    return Files.writeString(
        folder.resolve("job.yaml"),
        """
        apiVersion: headroom.dev/v1
        kind: AggregationJob
        kafka: {bootstrapServers: "%s", groupId: it, usageTopic: %s, decisionsTopic: %s, invoicesTopic: %s, priceBooksTopic: %s}
        clickhouse: {url: "%s", database: %s, user: %s, passwordFile: password}
        meters: meters.yaml
        tenants: tenants.yaml
        priceBooks: [book.yaml]
        checkpoint: {interval: 500ms, directory: "%s"}
        flush: 100ms
        parallelism: 2
        """
            .formatted(
                fixture.kafka().bootstrapServers(),
                fixture.kafka().usageTopic(),
                fixture.kafka().decisionsTopic(),
                fixture.kafka().invoicesTopic(),
                fixture.kafka().priceBooksTopic(),
                fixture.clickhouse().url(),
                fixture.clickhouse().database(),
                fixture.clickhouse().user(),
                fixture.checkpoints().toUri()));
  }
}
