package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.PriceBookTopic;
import dev.headroom.cli.billing.Publication;
import dev.headroom.cli.quickstart.QuickstartPrices;
import dev.headroom.cli.store.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    description =
        "Publishes price books to the job, which rates by them from then on: each price from the"
            + " day it says.",
    sortOptions = false)
public final class PricesPublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files of kind PriceBook.")
  private List<String> books = List.of();

  @Option(
      names = "--rewrite",
      description =
          "Let a book change what days that have begun cost: they are rated again, and what was"
              + " invoiced is corrected on the next invoice.")
  private boolean rewrite;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of a running quickstart (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("headroom-data");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The job's configuration instead: its Kafka, meters, price books and tenants.")
  private String config = "";

  /** Where to publish, and beside which files. */
  private record Target(KafkaSettings kafka, PriceFiles files) {}

  @Override
  public Integer call() throws IOException {
    Target target = config.isEmpty() ? ofQuickstart() : ofConfig();
    Properties properties = new Properties();
    properties.putAll(target.kafka().properties());
    properties.setProperty("bootstrap.servers", target.kafka().bootstrapServers());
    try (PriceBookTopic topic = PriceBookTopic.open(properties, target.kafka().priceBooksTopic())) {
      new Publication(topic, target.files(), rewrite)
          .publish(InputFile.readAll(books), Instant.now())
          .forEach(spec.commandLine().getOut()::println);
    }
    return ExitCode.OK;
  }

  private Target ofQuickstart() throws IOException {
    PriceFiles files = QuickstartPrices.of(directory);
    String servers =
        Endpoints.read(directory)
            .map(Endpoints::kafka)
            .orElseThrow(
                () ->
                    CommandException.failed(
                        "no quickstart runs on " + directory + ": start it, or give --config"));
    return new Target(KafkaSettings.of(servers), files);
  }

  private Target ofConfig() {
    InputFile.read(config);
    AggregationJobConfig job = AggregationJobConfig.load(Path.of(config), System.getenv());
    return new Target(job.kafka(), job.prices());
  }
}
