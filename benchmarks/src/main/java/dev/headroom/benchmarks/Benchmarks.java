package dev.headroom.benchmarks;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the benchmarks. */
@Command(
    name = "benchmarks/run",
    description = {
      "Measures points per second from Kafka to ClickHouse, beside a plain single-threaded"
          + " decode-and-sum of the same bytes in the same run, and prints the ratio.",
      "Exit code: 0 if all results agree, 1 if not or if something failed, 2 for bad options."
    })
final class Benchmarks implements Callable<Integer> {
  private static final int MAX_POINTS = 20_000_000;
  private static final int MAX_ROUNDS = 100;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "3000000",
      description =
          "At least so many points, 1 to 20000000; rounded up to whole minutes of 25000 points."
              + " Default: ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "How often everything is measured, 1 to 100, after a round that warms up. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--state-size",
      description =
          "Measure something else: how many bytes of state a series takes, beside the bytes of its"
              + " points.")
  private boolean stateSize;

  @Option(
      names = "--rocksdb",
      description =
          "Measure something else: the job with its state in RocksDB, beside the job with its state"
              + " on the heap.")
  private boolean rocksDb;

  @Option(
      names = "--freshness",
      description =
          "Measure something else: the time from Kafka's acknowledgement until the view shows a"
              + " point, while --points are sent in 15 s, beside the checkpoint interval.")
  private boolean freshness;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("UnusedVariable") // picocli wants a place for it
  private boolean help;

  private final PrintStream out;

  private Benchmarks(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(execute(System.out, arguments));
  }

  /** Reports to {@code out}; returns the exit code. */
  static int execute(PrintStream out, String... arguments) {
    CommandLine command = new CommandLine(new Benchmarks(out));
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          PrintWriter err = line.getErr();
          err.println("benchmark failed: " + reason(failure));
          err.flush();
          return 1;
        });
    return command.execute(arguments);
  }

  private static String reason(Exception failure) {
    boolean ours = failure instanceof DisagreementException;
    String message = failure.getMessage();
    return ours && message != null ? message : failure.toString();
  }

  @Override
  public Integer call() throws Exception {
    if (points < 1 || points > MAX_POINTS) {
      return complain("--points " + points + ": expected 1 to " + MAX_POINTS);
    }
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      return complain("--rounds " + rounds + ": expected 1 to " + MAX_ROUNDS);
    }
    if ((stateSize ? 1 : 0) + (rocksDb ? 1 : 0) + (freshness ? 1 : 0) > 1) {
      return complain("--state-size, --rocksdb, --freshness: expected at most one of them");
    }
    Workload workload = Workload.ofPoints(points);
    if (stateSize) {
      new StateSize(workload, out).run();
    } else if (rocksDb) {
      new Backends(workload, rounds, out).run();
    } else if (freshness) {
      new Freshness(workload, rounds, out).run();
    } else {
      new EndToEnd(workload, rounds, out).run();
    }
    return 0;
  }

  private static int complain(String message) {
    System.err.println(message);
    return 2;
  }
}
