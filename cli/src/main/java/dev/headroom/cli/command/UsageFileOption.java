package dev.headroom.cli.command;

import dev.headroom.cli.billing.Rater;
import dev.headroom.pricing.UsageCsv;
import dev.headroom.pricing.UsageQuantity;
import dev.headroom.usage.yaml.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The usage that a command is about, outside of any table. */
final class UsageFileOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--usage",
      required = true,
      paramLabel = "FILE",
      description = "Usage as 'headroom usage --format csv' prints it; - is standard input.")
  private String usage = "";

  private List<Problem> incomplete = List.of();

  @Option(
      names = "--complete",
      description =
          "Refuse usage in which a meter of a tenant lacks a window between its first and its last.")
  private boolean complete;

  @Option(names = "--tenant", paramLabel = "T", description = "One tenant (default: all).")
  private String tenant = "";

  /** Usage by tenant, of those asked for. */
  SortedMap<String, List<UsageQuantity>> byTenant() {
    return only(everybody());
  }

  /** Usage by tenant. */
  SortedMap<String, List<UsageQuantity>> everybody() {
    String text = InputFile.read(usage);
    return complete
        ? UsageCsv.readComplete(usage, text)
        : UsageCsv.read(usage, text, missing -> incomplete = missing);
  }

  /**
   * Tells of the first window that is missing in what was read. An idle hour has no row, so it need
   * not be a mistake.
   */
  void warnIfIncomplete() {
    if (incomplete.isEmpty()) {
      return;
    }
    int more = incomplete.size() - 1;
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "headroom: warning: %s%s; rated as it is, --complete refuses it%n",
        incomplete.get(0), more == 0 ? "" : " (and %d more)".formatted(more));
    err.flush();
  }

  /** The tenants asked for; one that is named, though it has used nothing. */
  SortedMap<String, List<UsageQuantity>> asked(
      SortedMap<String, List<UsageQuantity>> all, Rater rater) {
    return tenant.isEmpty() ? all : only(rater.withIdle(all));
  }

  private SortedMap<String, List<UsageQuantity>> only(SortedMap<String, List<UsageQuantity>> all) {
    SortedMap<String, List<UsageQuantity>> asked = new TreeMap<>(all);
    if (!tenant.isEmpty()) {
      asked.keySet().retainAll(List.of(tenant));
    }
    return asked;
  }
}
