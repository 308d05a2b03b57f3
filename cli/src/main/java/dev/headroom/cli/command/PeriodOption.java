package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Restricts an answer to one billing period. */
final class PeriodOption {
  @Option(
      names = "--period",
      paramLabel = "YYYY-MM",
      description = "One calendar month in UTC (default: all).")
  private String text = "";

  Optional<YearMonth> period() {
    return text.isEmpty() ? Optional.empty() : Optional.of(parse(text));
  }

  static YearMonth parse(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw CommandException.badInput("--period is '" + text + "', expected such as 2026-06");
    }
  }
}
