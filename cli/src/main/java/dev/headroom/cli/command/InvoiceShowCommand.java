package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.FinalisedInvoices;
import dev.headroom.cli.billing.InvoiceCharges;
import dev.headroom.cli.billing.InvoiceSheet;
import dev.headroom.cli.store.Store;
import dev.headroom.pricing.InvoiceId;
import java.io.PrintWriter;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = "Prints a finalised invoice as it was finalised, and what became of it.",
    sortOptions = false)
public final class InvoiceShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "INVOICE-ID",
      description = "Such as acme-2026-06, or --tenant and --period.")
  private String invoice = "";

  @Option(
      names = "--tenant",
      paramLabel = "T",
      description = "The tenant, of whose period the newest invoice is printed.")
  private String tenant = "";

  @Option(names = "--period", paramLabel = "YYYY-MM", description = "The calendar month.")
  private String period = "";

  @Option(
      names = "--detail",
      description = "Also print the charges behind the lines, as they stand now.")
  private boolean detail;

  @Mixin private FormatOption format = new FormatOption();
  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    if (invoice.isEmpty() == (tenant.isEmpty() || period.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "Expected either INVOICE-ID or --tenant and --period");
    }
    Optional<InvoiceId> named = invoice.isEmpty() ? Optional.empty() : Optional.of(parse(invoice));
    Optional<YearMonth> month =
        period.isEmpty() ? Optional.empty() : Optional.of(PeriodOption.parse("--period", period));
    try (Store store = source.open()) {
      InvoiceId id =
          named
              .or(() -> month.flatMap(m -> FinalisedInvoices.newest(store, tenant, m)))
              .orElseThrow(
                  () ->
                      CommandException.badInput(
                          "no invoice of tenant '" + tenant + "' for " + period + " is final"));
      PrintWriter out = spec.commandLine().getOut();
      out.print(sheet(store, id).render(format.format()));
      out.flush();
    }
    return ExitCode.OK;
  }

  static InvoiceId parse(String text) {
    return InvoiceId.parse(text)
        .orElseThrow(
            () ->
                CommandException.badInput(
                    "INVOICE-ID is '" + text + "', expected such as acme-2026-06"));
  }

  private InvoiceSheet sheet(Store store, InvoiceId id) {
    FinalisedInvoices.Kept kept =
        FinalisedInvoices.find(store, id)
            .orElseThrow(() -> CommandException.badInput("there is no finalised invoice " + id));
    if (detail && kept.voidedAt().isPresent()) {
      throw CommandException.badInput(
          "--detail: %s is void, and the charges of %s are not its own any more"
              .formatted(id, id.month()));
    }
    Optional<InvoiceCharges> charges =
        detail ? Optional.of(InvoiceCharges.read(store, id)) : Optional.empty();
    return new InvoiceSheet(facts(kept), sentence(kept), kept.invoice(), charges);
  }

  private static Map<String, String> facts(FinalisedInvoices.Kept kept) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("state", kept.voidedAt().isPresent() ? "void" : "final");
    facts.put("finalised_at", kept.invoice().finalisedAt().toString());
    facts.put("voided_at", kept.voidedAt().map(Object::toString).orElse(""));
    facts.put("void_reason", kept.reason());
    facts.put("replaced_by", kept.replacedBy());
    return facts;
  }

  private static String sentence(FinalisedInvoices.Kept kept) {
    String state =
        kept.voidedAt()
            .map(at -> "void since %s because: %s".formatted(at, kept.reason()))
            .orElse("final");
    return "Invoice %s, finalised at %s; %s%s"
        .formatted(
            kept.invoice().id(),
            kept.invoice().finalisedAt(),
            state,
            kept.replacedBy().isEmpty() ? "" : "; replaced by " + kept.replacedBy());
  }
}
