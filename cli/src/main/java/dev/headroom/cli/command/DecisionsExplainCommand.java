package dev.headroom.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.autoscaler.DecisionStory;
import dev.headroom.cli.store.DecisionRecord;
import dev.headroom.cli.store.Store;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description =
        "Tells one decision in words: what was seen, which rule fired, what limited it, what it should"
            + " bring and what came of it.",
    sortOptions = false)
public final class DecisionsExplainCommand implements Callable<Integer> {
  private static final int SHORTEST = 6;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "Its id, or the first digits of it, at least 6.")
  private String id = "";

  @Mixin private StoreOptions source = new StoreOptions();

  @Override
  public Integer call() {
    String prefix = id.toLowerCase(Locale.ROOT);
    if (prefix.length() < SHORTEST || !prefix.matches("[0-9a-f]{1,32}")) {
      throw CommandException.badInput(
          "'" + id + "' is no id of a decision, expected 6 to 32 hex digits");
    }
    try (Store store = source.open()) {
      List<JsonNode> found = DecisionRecord.startingWith(store, prefix);
      if (found.isEmpty()) {
        throw CommandException.badInput("there is no decision " + id);
      }
      if (found.size() > 1) {
        throw CommandException.badInput(
            "several decisions begin with '%s': %s and %s; expected more digits"
                .formatted(
                    id,
                    found.get(0).path("decision_id").asText(),
                    found.get(1).path("decision_id").asText()));
      }
      JsonNode decision = found.get(0);
      new DecisionStory(decision, DecisionRecord.after(store, decision))
          .print(spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
