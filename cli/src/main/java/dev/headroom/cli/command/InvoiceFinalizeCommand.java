package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.FinalisedInvoices;
import dev.headroom.cli.billing.InvoiceDraft;
import dev.headroom.cli.billing.InvoiceTopic;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceDocument;
import dev.headroom.pricing.InvoiceHistory;
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceState;
import dev.headroom.pricing.IssuedInvoice;
import java.time.Instant;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "finalize",
    description =
        "Finalises the invoice of a tenant's period that is over: what it says now never changes,"
            + " and what changes afterwards goes on a later one.",
    sortOptions = false)
public final class InvoiceFinalizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TenantMonthOption of = new TenantMonthOption();

  @Mixin private KafkaOptions kafka = new KafkaOptions();
  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    String tenant = of.tenant();
    YearMonth month = of.month();
    try (InvoiceTopic topic = kafka.open(source.kafka());
        Store store = source.open()) {
      InvoiceTopic.TenantRecords records = topic.records(tenant);
      IssuedInvoice known = records.history().holding().get(month);
      if (known != null) {
        print("Was final already: ", known);
        return ExitCode.OK;
      }
      InvoiceId id = records.history().next(tenant, month);
      Instant now = records.after(Instant.now());
      requireTaken(store, records.history());
      IssuedInvoice invoice =
          InvoiceDraft.read(store, tenant, month).requireOver(now).finalised(id, now);
      records.history().whyNotFinal(invoice).ifPresent(InvoiceFinalizeCommand::tooEarly);
      requireOrder(store, records.history(), invoice);
      IssuedInvoice holds = topic.publish(invoice).history().holding().get(month);
      if (holds == null) {
        throw CommandException.failed(id + " does not hold: somebody made it void just now");
      }
      print(holds.equals(invoice) ? "Finalised " : "Was final already: ", holds);
    }
    return ExitCode.OK;
  }

  /** Until the job has taken that an invoice is void, the tables show what that said. */
  private static void requireTaken(Store store, InvoiceHistory history) {
    history.states().values().stream()
        .filter(state -> state.voided().isPresent())
        .map(InvoiceState::id)
        .filter(id -> FinalisedInvoices.isFinal(store, id))
        .findFirst()
        .ifPresent(id -> tooEarly(id + " is void, but the tables do not say so yet"));
  }

  /** What comes late to an open month moves what the months after it say. */
  private static void requireOrder(Store store, InvoiceHistory history, IssuedInvoice invoice) {
    InvoiceDraft.monthsBefore(store, invoice.tenantId(), invoice.month()).stream()
        .filter(month -> !history.holding().containsKey(month))
        .findFirst()
        .ifPresent(
            month -> {
              throw CommandException.badInput(
                  "%s of tenant '%s' has charges and is not final: finalise it before %s"
                      .formatted(month, invoice.tenantId(), invoice.month()));
            });
  }

  private static void tooEarly(String why) {
    throw CommandException.failed(why + ": try again when the job has read the topic");
  }

  private void print(String what, IssuedInvoice invoice) {
    String totals =
        InvoiceDocument.totals(invoice).entrySet().stream()
            .map(e -> e.getValue().toPlainString() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    spec.commandLine()
        .getOut()
        .printf(
            "%s%s, %s, finalised at %s%n",
            what,
            invoice.id(),
            totals.isEmpty() ? "nothing to pay" : totals,
            invoice.finalisedAt());
  }
}
