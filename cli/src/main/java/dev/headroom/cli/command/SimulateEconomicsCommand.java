package dev.headroom.cli.command;

import dev.headroom.autoscaler.simulation.SellingModes;
import dev.headroom.autoscaler.trace.Trace;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Progress;
import dev.headroom.cli.simulation.EconomicsPlot;
import dev.headroom.cli.simulation.EconomicsReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "economics",
    description =
        "Prints revenue, cost and margin by the number of tenants, for each way of selling software.",
    sortOptions = false)
public final class SimulateEconomicsCommand implements Callable<Integer> {
  private static final int[] TENANTS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000
  };

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--trace",
      required = true,
      paramLabel = "PATH",
      description = "Whose workloads the tenants are drawn from.")
  private Path trace = Path.of("");

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "10000",
      description = "The greatest number of tenants (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--licence",
      paramLabel = "MONEY",
      defaultValue = "0.02",
      description = "On-prem, of a unit that was sold and hour (default: ${DEFAULT-VALUE}).")
  private double licence;

  @Option(
      names = "--fee",
      paramLabel = "MONEY",
      defaultValue = "0.03",
      description = "BYOC, of a unit that was sold and hour (default: ${DEFAULT-VALUE}).")
  private double fee;

  @Option(
      names = "--managed-price",
      paramLabel = "MONEY",
      defaultValue = "0.08",
      description = "Fully managed, of a unit that was sold and hour (default: ${DEFAULT-VALUE}).")
  private double managed;

  @Option(
      names = "--fixed-cost",
      paramLabel = "MONEY",
      defaultValue = "1",
      description = "Of an offer an hour, whoever buys (default: ${DEFAULT-VALUE}).")
  private double fixed;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Also draw the margin of a tenant into a PNG file.")
  private @Nullable Path plot;

  @Mixin private SimulationOption simulation = new SimulationOption();

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    if (most < 1) {
      throw CommandException.badInput("--most is " + most + ", expected 1 or more");
    }
    simulation.check();
    PrintWriter err = spec.commandLine().getErr();
    Trace read = SimulationOption.read(trace, err);
    SellingModes modes = new SellingModes(read, simulation.world(read), prices());
    int limit = Math.min(most, modes.mostTenants());
    if (limit < most) {
      err.println(
          "headroom: %s has %d steps: with it there is room for %d tenants"
              .formatted(trace, read.steps(), limit));
    }
    EconomicsReport report = new EconomicsReport(rows(modes, limit));
    PrintWriter out = spec.commandLine().getOut();
    format.print(report.table(), "no tenants", out);
    if (format.format() == Format.TABLE) {
      out.print("\n" + report.breakEven());
      out.flush();
    }
    draw(report);
    return ExitCode.OK;
  }

  private static List<SellingModes.Row> rows(SellingModes modes, int limit) {
    int[] tenants = IntStream.of(TENANTS).filter(n -> n <= limit).toArray();
    List<SellingModes.Row> rows = new ArrayList<>();
    try (Progress progress = Progress.of("simulating", "fleets", tenants.length)) {
      for (int n : tenants) {
        rows.addAll(modes.rows(n));
        progress.step();
      }
    }
    return rows;
  }

  private SellingModes.Prices prices() {
    try {
      return new SellingModes.Prices(licence, fee, managed, fixed);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()));
    }
  }

  private void draw(EconomicsReport report) {
    if (plot == null) {
      return;
    }
    try {
      EconomicsPlot.write(report, plot);
    } catch (IOException e) {
      throw CommandException.failed("--plot " + plot + " cannot be written: " + e, e);
    }
  }
}
