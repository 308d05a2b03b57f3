package dev.headroom.benchmarks;

import dev.headroom.benchmarks.autoscaling.DecisionLatency;
import dev.headroom.benchmarks.autoscaling.TickRun;
import dev.headroom.benchmarks.faults.FaultRounds;
import dev.headroom.benchmarks.rating.RatingRun;
import dev.headroom.benchmarks.tenantmeter.RecordRun;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  private static final int MAX_POINTS = 200_000_000;
  private static final int MAX_ROUNDS = 1000;
  private static final int MAX_CHECKPOINT = 600;
  private static final int MOST_WORKLOADS = 100_000;
  private static final int TICKS = 30;
  private static final int KAFKA_WORKLOADS = 1_000;
  private static final int LATENCY_TICKS = 100;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "24000000",
      description =
          "At least so many points, 1 to 200000000; rounded up to whole reports of all containers."
              + " Except with --backlog and --kafka-engine, all are kept in memory, 62 bytes each. Default:"
              + " ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "How often everything is measured, 1 to 1000, after a round that warms up. Default:"
              + " ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--checkpoint",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "How often the job takes a checkpoint, 1 to 600 seconds. Default: ${DEFAULT-VALUE}.")
  private int checkpoint;

  @Option(
      names = "--backlog",
      description =
          "Measure something else: whether the last third of a backlog of --points is drained as"
              + " fast as the first, and with as much memory.")
  private boolean backlog;

  @Option(
      names = "--state-size",
      description =
          "Measure something else: how many bytes of state a counter and a gauge take, in memory and"
              + " as stored, beside the bytes of their points.")
  private boolean stateSize;

  @Option(
      names = "--rocksdb",
      description =
          "Measure something else: the job with its state in RocksDB, beside the job with its state"
              + " on the heap.")
  private boolean rocksDb;

  @Option(
      names = "--kafka-engine",
      description =
          "Measure something else: the job beside ClickHouse's own Kafka engine, which stores a row a"
              + " point of the same topic.")
  private boolean kafkaEngine;

  @Option(
      names = "--freshness",
      description =
          "Measure something else: the time from Kafka's acknowledgement until the view shows a"
              + " point, while --points are sent in 15 s, beside the checkpoint interval.")
  private boolean freshness;

  @Option(
      names = "--rating",
      description =
          "Measure something else: charges a second, the rating of a month anew and a backtest, on"
              + " one core without any server, beside each window at a flat price.")
  private boolean rating;

  @Option(
      names = "--autoscaler",
      description =
          "Measure something else: the time, allocation and heap that a tick of up to 100,000"
              + " workloads takes, beside decoding their usage; --rounds ticks of each kind; and how"
              + " soon a decision is in Kafka.")
  private boolean autoscaler;

  @Option(
      names = "--tenant-meter",
      description =
          "Measure something else: nanoseconds that a multi-tenant server takes to record usage,"
              + " beside a counter of the OpenTelemetry SDK.")
  private boolean tenantMeter;

  @Option(
      names = "--gateway",
      description =
          "Measure something else: points per second of processor time of the gateway, beside the"
              + " stock Collector with a Kafka exporter, and the gateway's memory while Kafka is away."
              + " Needs Go for the Collector.")
  private boolean gateway;

  @Option(
      names = "--attack",
      description =
          "Measure something else: how long a tenant waits for the gateway's answers while another"
              + " attacks it, beside the calm before and the same attack on another gateway of the"
              + " machine.")
  private boolean attack;

  @Option(
      names = "--node",
      description =
          "Measure something else: processor time and memory of the node collector with 200"
              + " workloads, beside the stock Collector that looks at the same processes. Needs Go for"
              + " the Collector.")
  private boolean node;

  @Option(
      names = "--faults",
      description =
          "Measure nothing: kill, cut off and mislead the servers at random while random histories"
              + " are metered, and compare the tables with a model's, --rounds times.")
  private boolean faults;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "With --faults: the seed of the first round; each following round has the next number."
              + " Default: a random one.")
  private @Nullable Long seed;

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
    if (checkpoint < 1 || checkpoint > MAX_CHECKPOINT) {
      return complain("--checkpoint " + checkpoint + ": expected 1 to " + MAX_CHECKPOINT);
    }
    if (Stream.of(
                stateSize,
                rocksDb,
                kafkaEngine,
                freshness,
                backlog,
                rating,
                autoscaler,
                tenantMeter,
                gateway,
                attack,
                node,
                faults)
            .filter(asked -> asked)
            .count()
        > 1) {
      return complain(
          "--state-size, --rocksdb, --kafka-engine, --freshness, --backlog, --rating,"
              + " --autoscaler, --tenant-meter, --gateway, --attack, --node, --faults: expected at most one of them");
    }
    if (seed != null && !faults) {
      return complain("--seed: expected with --faults only");
    }
    if (faults) {
      return new FaultRounds(rounds, seed == null ? new Random().nextInt() : seed, out).run() == 0
          ? 0
          : 1;
    }
    if (rating) {
      new RatingRun(rounds, out).run();
      return 0;
    }
    if (autoscaler) {
      int workloads = Math.min(MOST_WORKLOADS, Math.max(1, points / TICKS));
      new TickRun(workloads, rounds, out).run();
      new DecisionLatency(Math.min(workloads, KAFKA_WORKLOADS), LATENCY_TICKS, out).run();
      return 0;
    }
    if (tenantMeter) {
      new RecordRun(rounds, out).run();
      return 0;
    }
    if (attack) {
      new GatewayAttack(rounds, out).run();
      return 0;
    }
    if (node) {
      new NodeCost(rounds, out).run();
      return 0;
    }
    Workload workload = Workload.ofPoints(points);
    Duration interval = Duration.ofSeconds(checkpoint);
    if (stateSize) {
      new StateSize(points, rounds, out).run();
    } else if (rocksDb) {
      new Backends(workload, interval, rounds, out).run();
    } else if (kafkaEngine) {
      new KafkaEngine(workload, interval, rounds, out).run();
    } else if (gateway) {
      new GatewayThroughput(workload, rounds, out).run();
    } else if (freshness) {
      new Freshness(workload, interval, rounds, out).run();
    } else if (backlog) {
      new Backlog(workload, interval, rounds, out).run();
    } else {
      new EndToEnd(workload, interval, rounds, out).run();
    }
    return 0;
  }

  private static int complain(String message) {
    System.err.println(message);
    return 2;
  }
}
