package dev.headroom.cli;

import dev.headroom.cli.command.AutoscaleCommand;
import dev.headroom.cli.command.AutoscalerCommand;
import dev.headroom.cli.command.CollectCommand;
import dev.headroom.cli.command.ConfigCommand;
import dev.headroom.cli.command.DecisionsCommand;
import dev.headroom.cli.command.GatewayCommand;
import dev.headroom.cli.command.InvoiceCommand;
import dev.headroom.cli.command.JobCommand;
import dev.headroom.cli.command.PricesCommand;
import dev.headroom.cli.command.QuickstartCommand;
import dev.headroom.cli.command.ReconcileCommand;
import dev.headroom.cli.command.SchemaCommand;
import dev.headroom.cli.command.SimulateCommand;
import dev.headroom.cli.command.SpoolCommand;
import dev.headroom.cli.command.UsageCommand;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code headroom} command. */
@Command(
    name = "headroom",
    description = "Meters tenants down to an invoice, and scales the clusters underneath.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "headroom 0.1.0-SNAPSHOT",
    subcommands = {
      QuickstartCommand.class,
      UsageCommand.class,
      InvoiceCommand.class,
      ReconcileCommand.class,
      DecisionsCommand.class,
      PricesCommand.class,
      ConfigCommand.class,
      SchemaCommand.class,
      GatewayCommand.class,
      SpoolCommand.class,
      CollectCommand.class,
      JobCommand.class,
      AutoscaleCommand.class,
      AutoscalerCommand.class,
      SimulateCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:something failed: a server cannot be reached, a run did not add up",
      "2:a flag, a file or a value cannot be used",
      "3:what was compared is not equal"
    })
public final class Headroom {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  /** The command with its subcommands, as {@link #main} runs it. */
  public static CommandLine commandLine() {
    Headroom headroom = new Headroom();
    FailureReport failures = new FailureReport(headroom);
    return new CommandLine(headroom)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = commandLine().execute(args);
    } catch (Error e) {
      // Out of memory, or an incomplete class path; threads that still run must not keep it alive.
      System.err.println("headroom: " + e.getClass().getSimpleName() + ": " + e.getMessage());
      if (List.of(args).contains("--debug")) {
        e.printStackTrace();
      }
      exitCode = ExitCode.FAILED;
    }
    System.exit(exitCode);
  }
}
