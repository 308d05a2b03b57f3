package dev.headroom.cli.command;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.quickstart.RecordedQuickstart;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which autoscaler's recorded usage and decisions are read, and of which time. */
final class RecordedOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of a quickstart (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("headroom-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration of the autoscaler that ran, which names its Kafka.")
  private String file = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description = "Of usage at this time or later; what was before it is read, too.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description = "Of usage before this time.")
  private @Nullable Instant to;

  Instant from() {
    return from == null ? Instant.MIN : from;
  }

  Instant to() {
    return to == null ? Instant.MAX : to;
  }

  /** Runs with the configuration that names the Kafka, which is there as long as it runs. */
  int with(ToIntFunction<AutoscalerConfig> run) {
    if (!from().isBefore(to())) {
      throw CommandException.badInput("--from is " + from + ", expected a time before --to " + to);
    }
    if (!file.isEmpty()) {
      return run.applyAsInt(AutoscalerConfig.parse(file, InputFile.read(file)));
    }
    try (RecordedQuickstart quickstart = RecordedQuickstart.open(directory)) {
      return run.applyAsInt(quickstart.config());
    }
  }
}
