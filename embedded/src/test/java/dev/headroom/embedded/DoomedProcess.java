package dev.headroom.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A JVM of its own that starts both servers on a directory, for the test that kills it. */
final class DoomedProcess {
  private final Process process;
  private final List<String> told;

  private DoomedProcess(Process process, List<String> told) {
    this.process = process;
    this.told = told;
  }

  /** Tells the Kafka address and ClickHouse's port, and waits for its end. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(directory.resolve("clickhouse"))) {
      System.out.println("READY " + kafka.bootstrapServers() + " " + clickHouse.httpPort());
      System.in.read();
    }
  }

  static DoomedProcess start(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedProcess.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      all.append(line).append('\n');
      if (line.startsWith("READY ")) {
        return new DoomedProcess(process, List.of(line.split(" ")));
      }
    }
    throw new UncheckedIOException(new IOException("the process ended: " + all));
  }

  String bootstrapServers() {
    return told.get(1);
  }

  int clickHousePort() {
    return Integer.parseInt(told.get(2));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
