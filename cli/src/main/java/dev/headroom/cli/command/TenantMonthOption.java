package dev.headroom.cli.command;

import java.time.YearMonth;
import picocli.CommandLine.Option;

/** The tenant's month whose invoice a command is about. */
final class TenantMonthOption {
  @Option(names = "--tenant", required = true, paramLabel = "T", description = "The tenant.")
  private String tenant = "";

  @Option(
      names = "--period",
      required = true,
      paramLabel = "YYYY-MM",
      description = "The calendar month.")
  private String period = "";

  String tenant() {
    return tenant;
  }

  YearMonth month() {
    return PeriodOption.parse("--period", period);
  }
}
