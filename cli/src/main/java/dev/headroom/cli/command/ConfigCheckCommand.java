package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.config.ConfigCheck;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Checks files of any kind and prints every problem as file:line:column: message.",
      "What files given together say of each other is checked too: price books use the meters"
          + " given, tenants the books given (default: those shipped with Headroom)."
    },
    sortOptions = false)
public final class ConfigCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Configuration files.")
  private List<String> files = List.of();

  @Override
  public Integer call() {
    ConfigCheck check = new ConfigCheck(InputFile.readAll(files), System.getenv());
    List<Problem> problems = new ArrayList<>();
    for (String file : files) {
      List<Problem> found = check.problems(file);
      if (found.isEmpty()) {
        spec.commandLine().getOut().println("ok " + file);
      }
      problems.addAll(found);
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
    return ExitCode.OK;
  }
}
