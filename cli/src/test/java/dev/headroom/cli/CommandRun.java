package dev.headroom.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed, and its exit code. */
public record CommandRun(int exitCode, String out, String err) {

  /** Runs a command in this process, as the launcher would. */
  public static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Headroom.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** The output of a command that has to work. */
  public static String output(String... args) {
    CommandRun run = of(args);
    if (run.exitCode() != 0) {
      throw new AssertionError(String.join(" ", args) + ": " + run);
    }
    return run.out();
  }
}
