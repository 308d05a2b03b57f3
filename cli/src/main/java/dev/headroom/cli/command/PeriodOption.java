package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Restricts an answer to one billing period. */
final class PeriodOption {
  @Option(
      names = "--period",
      paramLabel = "YYYY-MM",
      description = "One calendar month of the tenant (default: all).")
  private String text = "";

  Optional<YearMonth> period() {
    return text.isEmpty() ? Optional.empty() : Optional.of(parse("--period", text));
  }

  /** Whether a month is asked for. */
  Predicate<YearMonth> months() {
    Optional<YearMonth> only = period();
    return month -> only.isEmpty() || only.get().equals(month);
  }

  static YearMonth parse(String option, String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw CommandException.badInput(option + " is '" + text + "', expected such as 2026-06");
    }
  }
}
