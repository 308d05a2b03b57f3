package dev.headroom.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.Headroom;
import dev.headroom.cli.quickstart.fleet.DriverPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A quickstart in a JVM of its own, as a person runs it. */
final class QuickstartProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Path directory;
  private final Path output;
  private final Process process;

  private QuickstartProcess(Path directory, Path output, Process process) {
    this.directory = directory;
    this.output = output;
    this.process = process;
  }

  static QuickstartProcess start(Path directory, String... args) throws IOException {
    Path output = Files.createTempFile("quickstart", ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    for (String open : List.of("java.lang", "java.nio", "java.time", "java.util")) {
      command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Headroom.class.getName(), "quickstart", "--data-dir"));
    command.add(directory.toString());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    return new QuickstartProcess(directory, output, builder.start());
  }

  /** What it printed, after it has ended with exit code 0. */
  String finished() throws IOException, InterruptedException {
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    String said = Files.readString(output);
    assertThat(ended).as("ended in time: %s", said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** Waits until the driver has got so far. */
  void awaitStep(int step) throws Exception {
    DriverPosition position = new DriverPosition(new DataLayout(directory).driverPosition());
    await("step " + step, () -> position.read() >= step);
  }

  /** Kills it as kill -9 does, and waits until every process it has started is gone too. */
  void kill() throws Exception {
    List<ProcessHandle> children = process.descendants().toList();
    assertThat(children).as("ClickHouse is a child of its own").isNotEmpty();
    process.destroyForcibly().waitFor();
    await("end of the children", () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
