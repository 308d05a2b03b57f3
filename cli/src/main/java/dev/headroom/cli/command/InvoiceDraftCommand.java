package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.FinalisedInvoices;
import dev.headroom.cli.billing.InvoiceDraft;
import dev.headroom.cli.billing.InvoiceSheet;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceId;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "draft",
    description =
        "Prints the invoice of a tenant's period as it would be finalised now, with what it"
            + " corrects of earlier ones.",
    sortOptions = false)
public final class InvoiceDraftCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TenantMonthOption of = new TenantMonthOption();

  @Mixin private FormatOption format = new FormatOption();
  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    String tenant = of.tenant();
    YearMonth month = of.month();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (Store store = source.open()) {
      Optional<InvoiceId> newest = FinalisedInvoices.newest(store, tenant, month);
      newest
          .filter(id -> FinalisedInvoices.isFinal(store, id))
          .ifPresent(InvoiceDraftCommand::refuse);
      InvoiceId id = newest.map(InvoiceId::next).orElseGet(() -> InvoiceId.first(tenant, month));
      PrintWriter out = spec.commandLine().getOut();
      out.print(sheet(InvoiceDraft.read(store, tenant, month), id, now).render(format.format()));
      out.flush();
    }
    return ExitCode.OK;
  }

  private static void refuse(InvoiceId id) {
    throw CommandException.badInput(
        id.month() + " is final: 'invoice show " + id + "' prints its invoice");
  }

  private static InvoiceSheet sheet(InvoiceDraft draft, InvoiceId id, Instant now) {
    boolean isOver = draft.isOver(now);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("state", "draft");
    facts.put("at", now.toString());
    facts.put("period_end", draft.end().toString());
    facts.put("is_over", Boolean.toString(isOver));
    String sentence =
        "Draft of %s at %s; the period %s %s"
            .formatted(id, now, isOver ? "is over since" : "is not over until", draft.end());
    return new InvoiceSheet(facts, sentence, draft.finalised(id, now), Optional.empty());
  }
}
