package dev.headroom.cli.command;

import dev.headroom.cli.Logs;
import dev.headroom.cli.quickstart.Quickstart;
import dev.headroom.cli.quickstart.QuickstartOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "quickstart",
    description = {
      "Runs the whole product on this machine: Kafka, ClickHouse, Flink, gateway and autoscaler;"
          + " meters this machine live, and drives a simulated cluster of 14 tenants from a real"
          + " trace on a compressed clock.",
      "Started again on the same data directory it goes on, and nothing is billed twice. Ctrl-C"
          + " stops it cleanly."
    },
    sortOptions = false)
public final class QuickstartCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Wall time of the whole run, such as 90s (default: until Ctrl-C; with --until or"
              + " --no-live, until the simulated cluster has been driven so far).")
  private Optional<Duration> runFor = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description =
          "Drive the simulated cluster to this event time, such as 2026-06-15 or 2026-06-15T12:00:00Z;"
              + " the trace goes from 2026-06-08 to 2026-07-14 (default: its end).")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("headroom-data");

  @Option(
      names = "--speed",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Event time of the simulated cluster that passes in a second, if the machine"
              + " keeps up (default: 4h).")
  private Duration speed = Duration.ofHours(4);

  @Option(
      names = "--live",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Meter this machine too, as tenant 'house'; on unless --no-live is given. Its usage"
              + " is never the same twice, that of the simulated cluster always is.")
  private boolean live;

  @Override
  public Integer call() throws Exception {
    Logs.toFile(directory.resolve("headroom.log"));
    QuickstartOptions options = new QuickstartOptions(directory, runFor, until, speed, live);
    boolean terminal = Boolean.getBoolean("headroom.terminal"); // said by the launcher
    return new Quickstart(options, spec.commandLine().getOut(), terminal).run();
  }
}
