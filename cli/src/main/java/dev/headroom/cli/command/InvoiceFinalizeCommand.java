package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.InvoiceDraft;
import dev.headroom.cli.billing.InvoiceTopic;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.IssuedInvoice;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "finalize",
    description =
        "Finalises the invoice of a tenant's period that is over: what it says now holds for ever,"
            + " and what changes afterwards goes on a later one.",
    sortOptions = false)
public final class InvoiceFinalizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tenant", required = true, paramLabel = "T", description = "The tenant.")
  private String tenant = "";

  @Option(
      names = "--period",
      required = true,
      paramLabel = "YYYY-MM",
      description = "The calendar month.")
  private String period = "";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka (default: that of the quickstart, which must be running).")
  private String bootstrapServers = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of the Kafka clients, such as those of TLS and SASL.")
  private @Nullable Path kafkaConfig;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Topic of finalised invoices (default: ${DEFAULT-VALUE}).")
  private String topic = "usage.invoices";

  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    YearMonth month = PeriodOption.parse("--period", period);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    InvoiceDraft.requireOver(month, now);
    Properties properties = kafka();
    try (Store store = source.open();
        InvoiceTopic invoices = InvoiceTopic.open(properties, topic)) {
      Optional<IssuedInvoice> known = invoices.find(tenant, month);
      IssuedInvoice invoice =
          known.orElseGet(() -> invoices.publish(InvoiceDraft.read(store, tenant, month, now)));
      boolean isOurs = known.isEmpty() && invoice.finalisedAt().equals(now);
      spec.commandLine()
          .getOut()
          .println((isOurs ? "Finalised " : "Was final already: ") + text(invoice));
    }
    return ExitCode.OK;
  }

  private static String text(IssuedInvoice invoice) {
    String totals =
        InvoiceDocument.totals(invoice).entrySet().stream()
            .map(e -> e.getValue().toPlainString() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return "%s, %s, finalised at %s"
        .formatted(
            invoice.id(), totals.isEmpty() ? "nothing to pay" : totals, invoice.finalisedAt());
  }

  private Properties kafka() {
    Properties properties = new Properties();
    if (kafkaConfig != null) {
      try (Reader reader = Files.newBufferedReader(kafkaConfig)) {
        properties.load(reader);
      } catch (IOException e) {
        throw CommandException.badInput("--kafka-config: " + kafkaConfig + " cannot be read");
      }
    }
    String servers = bootstrapServers.isEmpty() ? source.kafka().orElse("") : bootstrapServers;
    if (!servers.isEmpty()) {
      properties.setProperty("bootstrap.servers", servers);
    }
    if (!properties.containsKey("bootstrap.servers")) {
      throw CommandException.badInput(
          "no Kafka is known: start the quickstart of this directory, or give --bootstrap-servers");
    }
    return properties;
  }
}
