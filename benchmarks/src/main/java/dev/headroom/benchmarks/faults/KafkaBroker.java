package dev.headroom.benchmarks.faults;

import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.embedded.JvmProcess;
import dev.headroom.embedded.LocalPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Kafka broker in a process of its own; clients are told to come through another port. */
final class KafkaBroker {
  private final Path folder;
  private final Path logback;
  private final int port = LocalPort.free();
  private final int advertisedPort;
  private JvmProcess process;

  KafkaBroker(Path folder, Path logback, int advertisedPort) throws IOException {
    this.folder = folder;
    this.logback = logback;
    this.advertisedPort = advertisedPort;
    this.process = process();
  }

  private JvmProcess process() throws IOException {
    return JvmProcess.start(
        folder.resolve("kafka.log"),
        logback,
        "320m",
        KafkaBroker.class,
        List.of(
            folder.resolve("kafka").toString(),
            Integer.toString(port),
            Integer.toString(advertisedPort)));
  }

  /** In the child: directory, port, advertised port. */
  public static void main(String[] arguments) {
    EmbeddedKafka.start(
        Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
  }

  /** Where it listens itself. */
  int port() {
    return port;
  }

  void kill() {
    process.kill();
  }

  void start() throws IOException {
    process = process();
  }
}
