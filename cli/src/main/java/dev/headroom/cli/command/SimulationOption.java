package dev.headroom.cli.command;

import dev.headroom.autoscaler.simulation.Comparison;
import dev.headroom.autoscaler.simulation.Conditions;
import dev.headroom.autoscaler.simulation.ServiceLevel;
import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import dev.headroom.autoscaler.trace.TraceException;
import dev.headroom.autoscaler.trace.TraceFiles;
import dev.headroom.cli.CommandException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a simulation supposes of the world. */
final class SimulationOption {
  private static final double WAKE_HOURS = 10.0 / 60;
  private static final double PENALTY = 1000;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description = "Workloads that share a pool, drawn by the seed (default: all in one).")
  private int pool;

  @Option(
      names = "--start-delay",
      paramLabel = "DURATION",
      defaultValue = "1m",
      converter = DurationConverter.class,
      description = "From a decision until its capacity is there (default: ${DEFAULT-VALUE}).")
  private Duration startDelay = Duration.ofMinutes(1);

  @Option(
      names = "--may-stop",
      negatable = true,
      description =
          "Whether workloads without demand are stopped (default: if half of all steps have none).")
  private @Nullable Boolean mayStop;

  @Option(
      names = "--capacity-cost",
      paramLabel = "MONEY",
      defaultValue = "0.04",
      description = "Of a unit of capacity and hour (default: ${DEFAULT-VALUE}).")
  private double capacityCost;

  @Option(
      names = "--price",
      paramLabel = "MONEY",
      defaultValue = "0.12",
      description = "Of a unit that is used for an hour (default: ${DEFAULT-VALUE}).")
  private double price;

  @Option(
      names = "--penalty",
      paramLabel = "MONEY",
      description =
          "For a unit that is missing for an hour (default: 1000 times the cost of capacity).")
  private @Nullable Double penalty;

  @Option(
      names = "--wake-penalty",
      paramLabel = "MONEY",
      description = "For a cold start (default: what a mean replica costs in ten minutes).")
  private @Nullable Double wakePenalty;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What is drawn at random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--machine",
      paramLabel = "CAPACITY",
      description =
          "Of a machine: pools are whole machines, on which workloads are placed (default: a pool's"
              + " capacity is divisible). For workloads that do not stop.")
  private @Nullable Double machine;

  @Option(
      names = "--mtbf",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Mean time between failures of a machine, or of a replica of its own (default: none fails).")
  private @Nullable Duration mtbf;

  @Option(
      names = "--sla",
      paramLabel = "PERCENT:CREDIT,...",
      split = ",",
      description =
          "Below which availability a tenant is credited what percentage of its month, such as"
              + " 99.9:10,99:25 (default: nothing is).")
  private List<String> sla = List.of();

  /** Refuses what can be refused before a trace is read. */
  void check() {
    if (pool < 0) {
      throw CommandException.badInput("--pool is " + pool + ", expected 1 or more");
    }
    conditions();
  }

  /** Reads a trace; how many values are missing is said on {@code err}. */
  static Trace read(Path path, PrintWriter err) {
    Trace trace;
    try {
      trace = TraceFiles.read(path);
    } catch (TraceException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()));
    }
    if (trace.holes() > 0) {
      err.println(
          "headroom: "
              + path
              + ": "
              + trace.holes()
              + " values are missing; policies are told so, and they count as no demand");
    }
    return trace;
  }

  Comparison.World world(Trace trace) {
    boolean stops = mayStop == null ? trace.idle() >= 0.5 : mayStop;
    if (machine != null && stops) {
      throw CommandException.badInput(
          "--machine is for workloads that do not stop, and these do: expected --no-may-stop");
    }
    if (machine != null) {
      checkMachine(trace, machine);
    }
    if (mtbf != null && !stops && machine == null) {
      throw CommandException.badInput(
          "--mtbf needs --machine where workloads do not stop: it is machines that fail");
    }
    return new Comparison.World(startDelay, pool, stops, economics(trace), conditions());
  }

  /** A workload is on one machine. */
  private static void checkMachine(Trace trace, double size) {
    for (Workload workload : trace.workloads()) {
      if (workload.limit() > size) {
        throw CommandException.badInput(
            "--machine is %s, and %s has a limit of %s: expected at least that"
                .formatted(size, workload.name(), workload.limit()));
      }
    }
  }

  private Conditions conditions() {
    try {
      if (machine != null && machine == 0) {
        throw new IllegalArgumentException("machine is 0, expected more than 0");
      }
      return new Conditions(
          machine == null ? 0 : machine,
          mtbf,
          new ServiceLevel(sla.stream().map(SimulationOption::tier).toList()),
          seed);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput("--" + e.getMessage());
    }
  }

  private static ServiceLevel.Tier tier(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 2) {
        return new ServiceLevel.Tier(
            Double.parseDouble(parts[0]) / 100, Double.parseDouble(parts[1]) / 100);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(badTier(text), e);
    }
    throw new IllegalArgumentException(badTier(text));
  }

  private static String badTier(String text) {
    return "sla '%s' is no availability and credit, expected such as 99.9:10".formatted(text);
  }

  private Economics economics(Trace trace) {
    double perWake =
        wakePenalty == null
            ? capacityCost * Comparison.meanReplica(trace) * WAKE_HOURS
            : wakePenalty;
    double perUnit = penalty == null ? PENALTY * capacityCost : penalty;
    try {
      return new Economics(capacityCost, price, perUnit, perWake);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput(String.valueOf(e.getMessage()));
    }
  }
}
