package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.InvoiceTopic;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceState;
import dev.headroom.pricing.InvoiceVoid;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "void",
    description =
        "Makes a tenant's newest finalised invoice void: it stays as it is, but does not hold any"
            + " more, and its period is open again.",
    sortOptions = false)
public final class InvoiceVoidCommand implements Callable<Integer> {
  private static final int REASON_CHARS = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "INVOICE-ID", description = "Such as acme-2026-06.")
  private String invoice = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is kept and shown.")
  private String reason = "";

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of a running quickstart (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("headroom-data");

  @Override
  public Integer call() {
    InvoiceId id = InvoiceShowCommand.parse(invoice);
    String why = reason.strip();
    if (why.isEmpty() || why.length() > REASON_CHARS) {
      throw CommandException.badInput("--reason: expected 1 to " + REASON_CHARS + " characters");
    }
    try (InvoiceTopic topic = kafka.open(Endpoints.read(directory).map(Endpoints::kafka))) {
      InvoiceTopic.TenantRecords records = topic.records(id.tenantId());
      Optional<InvoiceVoid> known = voided(records, id);
      if (known.isPresent()) {
        print("Was void already: ", known.get());
        return ExitCode.OK;
      }
      records.history().whyNotVoid(id).ifPresent(no -> refuse(no, records, id));
      InvoiceVoid ours = new InvoiceVoid(id, records.after(Instant.now()), why);
      InvoiceTopic.TenantRecords published = topic.publish(ours);
      InvoiceVoid holds =
          voided(published, id)
              .orElseThrow(
                  () ->
                      CommandException.failed(
                          published
                              .history()
                              .refused()
                              .getOrDefault(ours.key(), id + " is not void")));
      print(holds.equals(ours) ? "Void: " : "Was void already: ", holds);
    }
    return ExitCode.OK;
  }

  private static Optional<InvoiceVoid> voided(InvoiceTopic.TenantRecords records, InvoiceId id) {
    InvoiceState state = records.history().states().get(id);
    return state == null ? Optional.empty() : state.voided();
  }

  private static void refuse(String why, InvoiceTopic.TenantRecords records, InvoiceId id) {
    String newest =
        records
            .history()
            .newest(id.month())
            .filter(other -> !other.equals(id))
            .map(other -> "; the newest of " + id.month() + " is " + other)
            .orElse("");
    throw CommandException.badInput(why + newest);
  }

  private void print(String what, InvoiceVoid voided) {
    spec.commandLine()
        .getOut()
        .printf("%s%s, since %s: %s%n", what, voided.id(), voided.voidedAt(), voided.reason());
  }
}
