package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.KafkaSettings;
import dev.headroom.aggregation.config.PriceFiles;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.PriceBookTopic;
import dev.headroom.cli.billing.Publication;
import dev.headroom.cli.store.Endpoints;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private JobOption job = new JobOption();

  @Override
  public Integer call() throws IOException {
    Optional<AggregationJobConfig> config = job.config();
    PriceFiles files = job.files(config);
    KafkaSettings kafka = config.map(AggregationJobConfig::kafka).orElseGet(this::ofQuickstart);
    Properties properties = new Properties();
    properties.putAll(kafka.properties());
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    try (PriceBookTopic topic = PriceBookTopic.open(properties, kafka.priceBooksTopic())) {
      new Publication(topic, files, rewrite)
          .publish(InputFile.readAll(books), Instant.now())
          .forEach(spec.commandLine().getOut()::println);
    }
    return ExitCode.OK;
  }

  private KafkaSettings ofQuickstart() {
    return Endpoints.read(job.directory())
        .map(Endpoints::kafka)
        .map(KafkaSettings::of)
        .orElseThrow(
            () ->
                CommandException.failed(
                    "no quickstart runs on " + job.directory() + ": start it, or give --config"));
  }
}
