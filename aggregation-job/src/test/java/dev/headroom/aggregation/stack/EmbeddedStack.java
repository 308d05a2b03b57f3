package dev.headroom.aggregation.stack;

import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One Kafka and one ClickHouse for all tests of a JVM; every test has its own topics in them. */
public final class EmbeddedStack implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final Path folder;
  private final EmbeddedKafka kafka;
  private EmbeddedClickHouse clickhouse;

  EmbeddedStack() throws IOException {
    folder = Files.createTempDirectory("headroom-job");
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    clickhouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"));
  }

  /** Fresh topics, a fresh database with the schema, an empty checkpoint directory. */
  public JobFixture fixture() throws Exception {
    return JobFixture.create(this, Integer.toString(number.incrementAndGet()), null);
  }

  /**
   * The same under a name, once, with records that are all appended at one time: what the job does
   * depends on it, and must not depend on when the test runs.
   *
   * @param name what the names of its topics and its database end with: letters, digits,
   *     underscores
   */
  public JobFixture fixture(String name, Instant sentAt) throws Exception {
    return JobFixture.create(this, name, sentAt);
  }

  /** ClickHouse goes away without a word. */
  public void killClickHouse() {
    clickhouse.kill();
  }

  /** ClickHouse comes back on the same port, with its data. */
  public void startClickHouse() {
    clickhouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"));
  }

  public EmbeddedKafka kafka() {
    return kafka;
  }

  public EmbeddedClickHouse clickhouse() {
    return clickhouse;
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    clickhouse.close();
    kafka.close();
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
