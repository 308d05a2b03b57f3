package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.quickstart.QuickstartPrices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Says whose job a command is about: a quickstart's, or that of a configuration. */
final class JobOption {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of a quickstart (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("headroom-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The job's configuration instead: its servers, meters, price books, tenants.")
  private String config = "";

  /** Of the quickstart. */
  Path directory() {
    return directory;
  }

  /** Empty if it is a quickstart's. */
  Optional<AggregationJobConfig> config() {
    if (config.isEmpty()) {
      return Optional.empty();
    }
    InputFile.read(config);
    return Optional.of(AggregationJobConfig.load(Path.of(config), System.getenv()));
  }

  /**
   * The job's files.
   *
   * @param job what {@link #config} gave
   */
  PriceFiles files(Optional<AggregationJobConfig> job) throws IOException {
    return job.isPresent() ? job.get().prices() : QuickstartPrices.of(directory);
  }
}
