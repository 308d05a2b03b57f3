package dev.headroom.cli;

import dev.headroom.embedded.EmbeddedException;
import dev.headroom.usage.yaml.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into lines a person can act on; a stack trace only with --debug. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
  /** As picocli says it; the answer is which there are. */
  private static final String NO_SUBCOMMAND = "Missing required subcommand";

  private final Headroom headroom;

  FailureReport(Headroom headroom) {
    this.headroom = headroom;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    String message = String.valueOf(e.getMessage());
    if (message.equals(NO_SUBCOMMAND)) {
      command.usage(err);
      return ExitCode.BAD_INPUT;
    }
    err.println("headroom: " + message.replaceFirst("^Error: ", ""));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.BAD_INPUT;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (headroom.debug()) {
      e.printStackTrace(err);
    }
    if (e instanceof InvalidInputException invalid) {
      invalid.problems().forEach(err::println);
      return ExitCode.BAD_INPUT;
    }
    err.println("headroom: " + message(e));
    return e instanceof CommandException known ? known.exitCode() : ExitCode.FAILED;
  }

  private static String message(Throwable e) {
    String text = e.getMessage() == null ? "" : e.getMessage().strip();
    boolean speaksForItself =
        !text.isEmpty()
            && (e instanceof CommandException
                || e instanceof EmbeddedException
                || e.getClass().getName().startsWith("dev.headroom."));
    if (speaksForItself) {
      return text;
    }
    if (e instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      return message(wrapped.getCause());
    }
    String what = e instanceof IOException ? "cannot read or write" : "unexpected";
    String first = text.lines().findFirst().orElse("");
    return what + ": " + e.getClass().getSimpleName() + " " + first + " (--debug tells more)";
  }
}
