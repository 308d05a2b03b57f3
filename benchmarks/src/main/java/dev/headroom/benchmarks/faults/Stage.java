package dev.headroom.benchmarks.faults;

import dev.headroom.embedded.EmbeddedClickHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** All servers, each a process of its own, and the lines between them; up from round to round. */
final class Stage implements AutoCloseable {
  private static final String LOGBACK =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <logger name="org.apache.kafka" level="WARN"/>
        <root level="INFO"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private static final long MORE_THAN_ANY_DISK_BYTES = 1L << 60;

  private final Path folder;
  private final Line kafkaLine;
  private final Line clickHouseLine;
  private final KafkaBroker broker;
  private final FlinkCluster flink;
  private EmbeddedClickHouse clickHouse;
  private boolean merging;

  private Stage(Path folder) throws Exception {
    this.folder = folder;
    Path logback = Files.writeString(folder.resolve("logback.xml"), LOGBACK);
    kafkaLine = new Line();
    clickHouseLine = new Line();
    broker = new KafkaBroker(folder, logback, kafkaLine.port());
    flink = new FlinkCluster(folder, logback);
    clickHouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"));
    kafkaLine.to(broker.port());
    clickHouseLine.to(clickHouse.httpPort());
  }

  static Stage open() throws Exception {
    return new Stage(Files.createTempDirectory("headroom-faults"));
  }

  Path folder() {
    return folder;
  }

  Line kafkaLine() {
    return kafkaLine;
  }

  Line clickHouseLine() {
    return clickHouseLine;
  }

  KafkaBroker broker() {
    return broker;
  }

  FlinkCluster flink() {
    return flink;
  }

  EmbeddedClickHouse clickHouse() {
    return clickHouse;
  }

  void killClickHouse() {
    clickHouse.kill();
  }

  void startClickHouse() {
    startClickHouse("");
  }

  /**
   * Starts ClickHouse on a disk of which it may use nothing: it refuses inserts and merges as on
   * one that is full, and this needs neither root nor a disk to fill.
   */
  void startClickHouseOnFullDisk() {
    startClickHouse(
        "<storage_configuration><disks><default><keep_free_space_bytes>"
            + MORE_THAN_ANY_DISK_BYTES
            + "</keep_free_space_bytes></default></disks></storage_configuration>");
  }

  private void startClickHouse(String configuration) {
    clickHouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"), configuration);
    merge(merging);
  }

  /** Lets ClickHouse merge parts, or keeps every part as it was inserted. */
  void merge(boolean on) {
    merging = on;
    clickHouse.query(on ? "SYSTEM START MERGES" : "SYSTEM STOP MERGES");
  }

  /** Stops everything; the logs stay. */
  @Override
  public void close() throws IOException {
    flink.close();
    broker.kill();
    clickHouse.close();
    kafkaLine.close();
    clickHouseLine.close();
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
