package dev.headroom.cli.command;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.autoscaler.RecordedRun;
import dev.headroom.cli.autoscaler.RehearsalReport;
import dev.headroom.cli.output.Format;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "gate",
    description = {
      "Lets a new configuration pass if it beats the running one on recorded usage.",
      "Both are rehearsed on the same usage; the new one has to cost less in some pool, and more in"
          + " none: machines, and the running one's penalty for what is missing. Exit code 3 if it"
          + " does not."
    },
    sortOptions = false)
public final class AutoscalerGateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "FILE",
      description = "The new configuration, with the same pools and workloads.")
  private String candidate = "";

  @Mixin private RecordedOption recorded = new RecordedOption();
  @Mixin private RehearsalOption rehearsal = new RehearsalOption();

  @Override
  public Integer call() {
    AutoscalerConfig other = AutoscalerConfig.parse(candidate, InputFile.read(candidate));
    return recorded.with(running -> run(running, other));
  }

  private int run(AutoscalerConfig running, AutoscalerConfig other) {
    checkSameFleet(running, other);
    AutoscalerConfig priced = other.withPenaltiesOf(running);
    RehearsalReport report =
        rehearsal.compare(
            new RecordedRun(running, spec.commandLine().getErr()),
            recorded,
            running,
            priced,
            "running",
            "candidate");
    if (report.isEmpty()) {
      throw CommandException.failed(
          "there is no usage of the configured workloads in that time, so nothing can be compared");
    }
    PrintWriter out = spec.commandLine().getOut();
    report.print(rehearsal.format(), out);
    boolean wins = report.secondWins();
    if (rehearsal.format() == Format.TABLE) {
      out.println(
          wins
              ? "The candidate passes: it costs less, and in no pool more."
              : "The candidate does not pass: it would have to cost less in some pool, and more in"
                  + " none.");
    }
    return wins ? ExitCode.OK : ExitCode.NOT_EQUAL;
  }

  private void checkSameFleet(AutoscalerConfig running, AutoscalerConfig other) {
    if (!pools(running).equals(pools(other))) {
      throw CommandException.badInput(
          "%s has the pools %s, expected those of the running one: %s"
              .formatted(candidate, pools(other), pools(running)));
    }
    Set<String> before = workloads(running);
    Set<String> after = workloads(other);
    if (!before.equals(after)) {
      Set<String> odd = new HashSet<>(before);
      odd.removeAll(after);
      Set<String> more = new HashSet<>(after);
      more.removeAll(before);
      odd.addAll(more);
      throw CommandException.badInput(
          "%s has not the workloads of the running one in the same pools: they differ in %s"
              .formatted(candidate, String.join(", ", odd.stream().sorted().toList())));
    }
    if (!running.evaluateEvery().equals(other.evaluateEvery())) {
      throw CommandException.badInput(
          "%s has evaluateEvery %s, expected %s as the running one, so that the same usage is seen"
              .formatted(candidate, other.evaluateEvery(), running.evaluateEvery()));
    }
  }

  private static List<String> pools(AutoscalerConfig config) {
    return config.pools().stream().map(PoolSettings::name).sorted().toList();
  }

  private static Set<String> workloads(AutoscalerConfig config) {
    Set<String> names = new HashSet<>();
    config.workloads().forEach(w -> names.add(w.id() + " in " + w.pool()));
    return names;
  }
}
