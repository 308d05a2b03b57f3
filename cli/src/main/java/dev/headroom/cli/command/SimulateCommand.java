package dev.headroom.cli.command;

import dev.headroom.autoscaler.simulation.Comparison;
import dev.headroom.autoscaler.simulation.Outcome;
import dev.headroom.autoscaler.simulation.Trace;
import dev.headroom.autoscaler.simulation.TraceException;
import dev.headroom.autoscaler.simulation.TraceFiles;
import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Policies;
import dev.headroom.autoscaler.sizing.PolicyType;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.simulation.SimulationPlot;
import dev.headroom.cli.simulation.SimulationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description =
        "Tries sizing policies on recorded demand and prints what each would have cost and missed.",
    sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {
  private static final double WAKE_HOURS = 10.0 / 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--trace",
      required = true,
      paramLabel = "PATH",
      description = "A trace: a file or a directory; several.")
  private List<Path> traces = List.of();

  @Option(
      names = "--policy",
      split = ",",
      paramLabel = "NAME",
      description = "Policies to try, with commas between them (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Workloads that share a pool, drawn by the seed (default: all in one).")
  private int pool;

  @Option(
      names = "--start-delay",
      paramLabel = "DURATION",
      defaultValue = "1m",
      converter = DurationConverter.class,
      description = "From a decision until its capacity is there (default: ${DEFAULT-VALUE}).")
  private Duration startDelay = Duration.ofMinutes(1);

  @Option(
      names = "--may-stop",
      negatable = true,
      description =
          "Whether workloads without demand are stopped (default: if half of all steps have none).")
  private @Nullable Boolean mayStop;

  @Option(
      names = "--capacity-cost",
      paramLabel = "MONEY",
      defaultValue = "0.04",
      description = "Of a unit of capacity and hour (default: ${DEFAULT-VALUE}).")
  private double capacityCost;

  @Option(
      names = "--price",
      paramLabel = "MONEY",
      defaultValue = "0.12",
      description = "Of a unit that is used for an hour (default: ${DEFAULT-VALUE}).")
  private double price;

  @Option(
      names = "--penalty",
      paramLabel = "MONEY",
      description =
          "For a unit that is missing for an hour (default: 1000 times the cost of capacity).")
  private @Nullable Double penalty;

  @Option(
      names = "--wake-penalty",
      paramLabel = "MONEY",
      description = "For a cold start (default: what a mean replica costs in ten minutes).")
  private @Nullable Double wakePenalty;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which workloads share a pool (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Also draw capacity against violations into a PNG file; with one --trace.")
  private @Nullable Path plot;

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    if (pool < 0) {
      throw CommandException.badInput("--pool is " + pool + ", expected 1 or more");
    }
    if (plot != null && traces.size() > 1) {
      throw CommandException.badInput("--plot draws one trace, " + traces.size() + " are given");
    }
    List<PolicyType> policies = policies();
    List<SimulationReport> reports = new ArrayList<>();
    for (Path path : traces) {
      reports.add(simulate(path, policies));
    }
    PrintWriter out = spec.commandLine().getOut();
    format.print(SimulationReport.table(reports), "no trace", out);
    draw(reports.get(0));
    return ExitCode.OK;
  }

  private List<PolicyType> policies() {
    List<PolicyType> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          Policies.all().stream()
              .filter(p -> p.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      CommandException.badInput(
                          "--policy "
                              + name
                              + ": there is none of this name, there are "
                              + all())));
    }
    return chosen.isEmpty() ? Policies.all() : chosen;
  }

  private static String all() {
    return Policies.all().stream().map(PolicyType::name).collect(Collectors.joining(", "));
  }

  private SimulationReport simulate(Path path, List<PolicyType> policies) {
    Trace trace = read(path);
    Economics economics = economics(trace);
    boolean stops = mayStop == null ? trace.idle() >= 0.5 : mayStop;
    Comparison comparison =
        new Comparison(trace, new Comparison.World(startDelay, pool, stops, economics, seed));
    if (trace.holes() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "headroom: "
                  + path
                  + ": "
                  + trace.holes()
                  + " values are missing; policies are told so, and they count as no demand");
    }
    List<Outcome> outcomes = policies.stream().parallel().map(comparison::run).toList();
    return new SimulationReport(trace.name(), comparison.oracle(), outcomes, economics);
  }

  private static Trace read(Path path) {
    try {
      return TraceFiles.read(path);
    } catch (TraceException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()));
    }
  }

  private Economics economics(Trace trace) {
    double perWake =
        wakePenalty == null
            ? capacityCost * Comparison.meanReplica(trace) * WAKE_HOURS
            : wakePenalty;
    try {
      return new Economics(
          capacityCost, price, penalty == null ? 1000 * capacityCost : penalty, perWake);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()));
    }
  }

  private void draw(SimulationReport report) {
    if (plot == null) {
      return;
    }
    try {
      SimulationPlot.write(report, plot);
    } catch (IOException e) {
      throw CommandException.failed("--plot " + plot + " cannot be written: " + e, e);
    }
  }
}
