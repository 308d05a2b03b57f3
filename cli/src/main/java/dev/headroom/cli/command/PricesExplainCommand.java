package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.billing.ExplanationReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description =
        "Rates usage as 'prices rate' does and prints how each line of the invoice comes to be.",
    sortOptions = false)
public final class PricesExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RaterOption rater = new RaterOption();
  @Mixin private UsageFileOption usage = new UsageFileOption();
  @Mixin private PeriodOption period = new PeriodOption();

  @Option(
      names = "--line",
      paramLabel = "ID",
      description = "One line or invoice step (default: all, and the total).")
  private String line = "";

  @Option(
      names = "--window",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      description = "What the window that begins then adds, step by step, instead of all of them.")
  private @Nullable Instant window;

  /** How an explanation is printed. */
  enum Form {
    TEXT,
    JSON
  }

  @Option(names = "--format", paramLabel = "FORMAT", description = "text or json (default: text).")
  private Form format = Form.TEXT;

  @Override
  public Integer call() {
    ExplanationReport report = new ExplanationReport(rater.explain(usage, period));
    if (!line.isEmpty()) {
      report = report.line(line);
    }
    if (window != null) {
      report = report.window(window);
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean nothing = format == Form.TEXT && report.invoices().isEmpty();
    out.print(
        nothing ? "no usage to rate" + System.lineSeparator() : report.render(format == Form.JSON));
    out.flush();
    return ExitCode.OK;
  }
}
