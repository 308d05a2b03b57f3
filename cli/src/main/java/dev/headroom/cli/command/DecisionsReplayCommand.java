package dev.headroom.cli.command;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.replay.DecisionReplay;
import dev.headroom.autoscaler.replay.DecisionReplay.Difference;
import dev.headroom.autoscaler.replay.RecordedDecision;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.autoscaler.RecordedRun;
import dev.headroom.cli.autoscaler.RehearsalReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Makes recorded decisions again from the recorded usage, and compares them bit by bit.",
      "With --policy, compares what that policy would have cost with what the configured ones would"
          + " have."
    },
    sortOptions = false)
public final class DecisionsReplayCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  /** Policies of every workload and pool. */
  enum Policy {
    REACTIVE,
    FORECAST
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RecordedOption recorded = new RecordedOption();

  @Option(
      names = "--policy",
      paramLabel = "P",
      description = "One of reactive (and joint-peak for pools) and forecast.")
  private @Nullable Policy policy;

  @Mixin private RehearsalOption rehearsal = new RehearsalOption();

  @Override
  public Integer call() {
    return recorded.with(this::run);
  }

  private int run(AutoscalerConfig config) {
    RecordedRun run = new RecordedRun(config, spec.commandLine().getErr());
    if (policy != null) {
      AutoscalerConfig other =
          policy == Policy.FORECAST ? config.foreseeing() : config.withoutForecasts();
      RehearsalReport report =
          rehearsal.compare(
              run,
              recorded,
              config,
              other,
              "as configured",
              policy.name().toLowerCase(Locale.ROOT));
      report.print(rehearsal.format(), spec.commandLine().getOut());
      return ExitCode.OK;
    }
    return replay(config, run);
  }

  private int replay(AutoscalerConfig config, RecordedRun run) {
    List<RecordedDecision> decisions = run.decisions();
    DecisionReplay replay = new DecisionReplay(config, decisions, recorded.from(), recorded.to());
    run.usage(List.of(replay));
    List<Difference> differences = replay.differences();
    PrintWriter out = spec.commandLine().getOut();
    for (Difference difference : differences.subList(0, Math.min(SHOWN, differences.size()))) {
      out.printf("%s %s%n", difference.time(), difference.id());
      out.printf("  recorded: %s%n", shown(difference.recorded()));
      out.printf("  replayed: %s%n", shown(difference.replayed()));
    }
    if (differences.size() > SHOWN) {
      out.printf("… and %d more%n", differences.size() - SHOWN);
    }
    out.printf(
        "%d decision%s came out bit by bit as recorded, %d did not.%n",
        replay.equal(), replay.equal() == 1 ? "" : "s", differences.size());
    return differences.isEmpty() ? ExitCode.OK : ExitCode.NOT_EQUAL;
  }

  private static String shown(String json) {
    return json.isEmpty() ? "no such decision" : json;
  }
}
