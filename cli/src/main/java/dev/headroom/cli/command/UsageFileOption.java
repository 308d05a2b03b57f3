package dev.headroom.cli.command;

import dev.headroom.pricing.UsageCsv;
import dev.headroom.pricing.UsageQuantity;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Option;

/** The usage that a command is about, outside of any table. */
final class UsageFileOption {
  @Option(
      names = "--usage",
      required = true,
      paramLabel = "FILE",
      description = "Usage as 'headroom usage --format csv' prints it; - is standard input.")
  private String usage = "";

  @Option(
      names = "--complete",
      description =
          "Refuse usage in which a meter of a tenant lacks a window between its first and its last.")
  private boolean complete;

  @Option(names = "--tenant", paramLabel = "T", description = "One tenant (default: all).")
  private String tenant = "";

  /** Usage by tenant. */
  SortedMap<String, List<UsageQuantity>> byTenant() {
    String text = InputFile.read(usage);
    SortedMap<String, List<UsageQuantity>> byTenant =
        complete ? UsageCsv.readComplete(usage, text) : UsageCsv.read(usage, text);
    if (!tenant.isEmpty()) {
      byTenant.keySet().retainAll(List.of(tenant));
    }
    return byTenant;
  }
}
