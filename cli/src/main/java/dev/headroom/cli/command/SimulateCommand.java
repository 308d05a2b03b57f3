package dev.headroom.cli.command;

import dev.headroom.autoscaler.simulation.Comparison;
import dev.headroom.autoscaler.simulation.Outcome;
import dev.headroom.autoscaler.sizing.Policies;
import dev.headroom.autoscaler.sizing.PolicyType;
import dev.headroom.autoscaler.trace.Trace;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.output.Progress;
import dev.headroom.cli.simulation.SimulationPlot;
import dev.headroom.cli.simulation.SimulationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
    subcommands = SimulateEconomicsCommand.class,
    sortOptions = false)
public final class SimulateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  // Not required for picocli, or the subcommand could not be run without it.
  @Option(
      names = "--trace",
      paramLabel = "PATH",
      description = "A trace: a file or a directory; several. Required.")
  private List<Path> traces = List.of();

  @Option(
      names = "--policy",
      split = ",",
      paramLabel = "NAME",
      description = "Policies to try, with commas between them (default: all).")
  private List<String> names = List.of();

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Also draw capacity against violations into a PNG file; with one --trace.")
  private @Nullable Path plot;

  @Mixin private SimulationOption simulation = new SimulationOption();

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() {
    if (traces.isEmpty()) {
      throw CommandException.badInput("--trace PATH is missing");
    }
    if (plot != null && traces.size() > 1) {
      throw CommandException.badInput("--plot draws one trace, " + traces.size() + " are given");
    }
    simulation.check();
    List<PolicyType> policies = policies();
    List<SimulationReport> reports = new ArrayList<>();
    for (Path path : traces) {
      reports.add(simulate(path, policies));
    }
    format.print(SimulationReport.table(reports), "no trace", spec.commandLine().getOut());
    draw(reports.get(0));
    return ExitCode.OK;
  }

  private List<PolicyType> policies() {
    List<PolicyType> chosen = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      chosen.add(
          Policies.named(name)
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
    Trace trace = SimulationOption.read(path, spec.commandLine().getErr());
    Comparison.World world = simulation.world(trace);
    Comparison comparison = new Comparison(trace, world);
    Outcome oracle = comparison.oracle();
    if (oracle.active() == 0) {
      throw CommandException.badInput(
          path
              + ": no demand after the first "
              + comparison.warmUp()
              + " steps, which are not counted");
    }
    try (Progress progress = Progress.of("simulating", "policies", policies.size())) {
      List<Outcome> outcomes =
          policies.stream().parallel().map(policy -> run(comparison, policy, progress)).toList();
      return new SimulationReport(trace.name(), oracle, outcomes, world.economics());
    }
  }

  private static Outcome run(Comparison comparison, PolicyType policy, Progress progress) {
    Outcome outcome = comparison.run(policy);
    progress.step();
    return outcome;
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
