package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.quickstart.ConfigFiles;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.pricing.PublishedBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Kafka, beside the files of a quickstart. */
class PricesPublishTest {
  private static final String SERVERLESS =
      PriceBooks.catalogue().getOrDefault("serverless.yaml", "");

  @TempDir private Path folder = Path.of("");

  private CommandRun publish(String... args) {
    List<String> all =
        new ArrayList<>(List.of("prices", "publish", "--data-dir", folder.toString()));
    all.addAll(List.of(args));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** With another price of CPU from a day on. */
  private static String dearer(LocalDate day, String price) {
    String before = "- {from: 2026-01-01, price: 0.106}";
    assertThat(SERVERLESS).contains(before);
    return SERVERLESS.replace(
        before, before + "\n      - {from: " + day + ", price: " + price + "}");
  }

  private List<String> latest(String servers) {
    try (PriceBookTopic topic = open(servers)) {
      return topic.versions().values().stream()
          .flatMap(versions -> versions.values().stream())
          .map(PublishedBook::key)
          .toList();
    }
  }

  @Test
  void aBookIsPublishedIfItFitsAndChangesNothingThatHasBegun() throws Exception {
    LocalDate future = LocalDate.now(ZoneOffset.UTC).plusDays(10);
    LocalDate past = LocalDate.now(ZoneOffset.UTC).minusDays(10);
    new ConfigFiles(folder.resolve("config")).write();
    assertRefused(publish(file("a.yaml", SERVERLESS)), ExitCode.FAILED, "no quickstart runs on");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      new Endpoints(
              new ClickHouseAddress("http://127.0.0.1:1", "d", "u", "p"),
              kafka.bootstrapServers(),
              "",
              "")
          .write(folder);
      assertRefused(
          publish(file("a.yaml", SERVERLESS)),
          ExitCode.FAILED,
          "lacks the topic usage.price-books");
      kafka.createTopics(
          new EmbeddedKafka.Topic("usage.price-books", 1, Map.of("cleanup.policy", "compact")));

      String good = file("good.yaml", dearer(future, "0.2"));
      String wrong = file("wrong.yaml", SERVERLESS.replace("currency: USD", "currency: USX"));
      assertRefused(
          publish(good, wrong),
          ExitCode.BAD_INPUT,
          "wrong.yaml:",
          "'USX' is not a currency of ISO 4217");
      String changed = file("changed.yaml", dearer(past, "0.2"));
      assertRefused(
          publish(changed),
          ExitCode.BAD_INPUT,
          "changed.yaml:1:1: the job's book 'serverless' says what the days until ",
          "let a new price begin on ");
      assertThat(latest(kafka.bootstrapServers())).isEmpty();

      assertThat(publish(good).out()).isEqualTo("Published serverless@1\n");
      assertThat(publish(good).out()).isEqualTo("Nothing new: serverless@1 is this book\n");
      assertRefused(
          publish(changed),
          ExitCode.BAD_INPUT,
          "changed.yaml:1:1: serverless@1 says what the days");
      assertThat(publish("--rewrite", changed).out()).isEqualTo("Published serverless@2\n");
      String other = file("other.yaml", SERVERLESS.replace("id: serverless", "id: other"));
      assertThat(publish(other, changed).out())
          .isEqualTo("Nothing new: serverless@2 is this book\nPublished other@1\n");
      assertThat(latest(kafka.bootstrapServers()))
          .containsExactly("other@1", "serverless@1", "serverless@2");
      publishAnything(kafka.bootstrapServers(), new PublishedBook("serverless", 3, "no book"));
      String back = file("back.yaml", dearer(future, "0.3"));
      assertThat(publish("--rewrite", back).out()).isEqualTo("Published serverless@4\n");
      assertOnlyTheLastToBeginPublishes(kafka.bootstrapServers());
    }
  }

  private static PriceBookTopic open(String servers) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", servers);
    return PriceBookTopic.open(properties, "usage.price-books");
  }

  private static void publishAnything(String servers, PublishedBook book) {
    try (PriceBookTopic topic = open(servers);
        PriceBookTopic.Turn turn = topic.begin()) {
      turn.publish(List.of(book));
    }
  }

  /** Two books of the first, and one of the second, who begins before the first is done. */
  private void assertOnlyTheLastToBeginPublishes(String servers) {
    List<String> before = latest(servers);
    try (PriceBookTopic one = open(servers);
        PriceBookTopic other = open(servers);
        PriceBookTopic.Turn first = one.begin();
        PriceBookTopic.Turn second = other.begin()) {
      assertThatThrownBy(
              () ->
                  first.publish(
                      List.of(
                          new PublishedBook("other", 2, "mine"),
                          new PublishedBook("serverless", 5, "mine"))))
          .isInstanceOf(CommandException.class)
          .hasMessage(
              "somebody else writes to usage.price-books at the same time, nothing was published:"
                  + " try again");
      assertThat(latest(servers)).isEqualTo(before);
      second.publish(List.of(new PublishedBook("other", 2, "theirs")));
      assertThat(one.versions().getOrDefault("other", new TreeMap<>()).get(2))
          .isEqualTo(new PublishedBook("other", 2, "theirs"));
      assertThat(latest(servers)).hasSize(before.size() + 1);
    }
  }

  private static void assertRefused(CommandRun run, int exitCode, String... said) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }
}
