package dev.headroom.embedded;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The child JVM that runs {@link ClickHouseServer}. */
final class ClickHouseProcess {
  private final Process process;
  private final Path output;

  private ClickHouseProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ClickHouseProcess start(Path library, Path configuration, Path output) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            ClickHouseServer.class.getName(),
            library.toAbsolutePath().toString(),
            configuration.toAbsolutePath().toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // The local mode keeps format schemas in the working directory, whatever is configured.
    builder.directory(configuration.toAbsolutePath().resolveSibling("").toFile());
    // Options meant for the parent (heap, agents, debuggers) would be the child's too.
    builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    // The local mode takes its time zone from here, not from the configuration.
    builder.environment().put("TZ", "UTC");
    return new ClickHouseProcess(builder.start(), output);
  }

  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    entries.add(origin(ClickHouseServer.class));
    entries.add(origin(com.sun.jna.Native.class));
    return String.join(":", entries);
  }

  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException(type + " was not loaded from a file");
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(type + " was not loaded from a file", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** What the child wrote, which is nothing unless it failed; without the colours of a terminal. */
  String output() {
    try {
      return Files.readString(output).strip();
    } catch (IOException e) {
      return "(its output cannot be read: " + e + ")";
    }
  }

  /** Ends the child's input, which ends the child. */
  void stop() throws IOException {
    process.getOutputStream().close();
    if (!exitsWithin(5)) {
      kill();
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    if (!exitsWithin(10)) {
      throw new EmbeddedException("the ClickHouse process " + pid() + " survives being killed");
    }
  }

  private boolean exitsWithin(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
