package dev.headroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.output.Format;
import dev.headroom.cli.output.Table;
import dev.headroom.cli.store.DecisionRecord;
import dev.headroom.cli.store.Store;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "decisions",
    description = "Explains the newest decisions of the autoscaler, in order of time.",
    subcommands = {DecisionsExplainCommand.class, DecisionsReplayCommand.class},
    sortOptions = false)
public final class DecisionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup private Subject subject = new Subject();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit = 20;

  @Mixin private FormatOption format = new FormatOption();
  @Mixin private StoreOptions source = new StoreOptions();

  private static final class Subject {
    @Option(names = "--tenant", paramLabel = "T", description = "Decisions about this tenant.")
    private String tenant = "";

    @Option(names = "--pool", paramLabel = "P", description = "Decisions in this pool.")
    private String pool = "";
  }

  @Override
  public Integer call() {
    if (subject.tenant.isEmpty() && subject.pool.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Expected --tenant, --pool or a command: explain, replay");
    }
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit is " + limit + ", expected at least 1");
    }
    try (Store store = source.open()) {
      List<JsonNode> decisions = DecisionRecord.newest(store, subject.tenant, subject.pool, limit);
      Table table =
          format.format() == Format.TABLE
              ? DecisionRecord.summary(decisions)
              : DecisionRecord.full(decisions);
      format.print(
          table,
          "no decisions about " + subject.tenant + subject.pool,
          spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
