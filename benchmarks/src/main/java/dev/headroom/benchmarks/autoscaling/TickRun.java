package dev.headroom.benchmarks.autoscaling;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import dev.headroom.autoscaler.cluster.ClusterState;
import dev.headroom.autoscaler.config.ReactiveSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.engine.Engine;
import dev.headroom.autoscaler.engine.Evaluation;
import dev.headroom.benchmarks.DisagreementException;
import dev.headroom.benchmarks.Machine;
import dev.headroom.benchmarks.Samples;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One tick of a fleet: reading its usage and deciding about every workload, on one thread, beside
 * decoding the same bytes with Protobuf's own classes and adding up.
 */
public final class TickRun {
  /** Ticks before any is measured: a minute, which is what the rates look back over. */
  private static final int WARM_UP = 12;

  private static final double MILLION = 1e6;

  private final FleetLoad load;
  private final int rounds;
  private final PrintStream out;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * @param rounds how many ticks are measured
   */
  public TickRun(int workloads, int rounds, PrintStream out) {
    this.load = new FleetLoad(workloads);
    this.rounds = rounds;
    this.out = out;
  }

  /** Figures of one way to scale. */
  private record Figures(
      Samples observing, Samples deciding, Samples decoding, Samples allocated, long decisions) {}

  /**
   * Measures and prints.
   *
   * @throws DisagreementException if a workload is known to use something else than it did
   */
  public void run() throws DisagreementException, InvalidProtocolBufferException {
    Machine.current().print(out);
    line("%,d workloads in a pool, each with a point every 10 s; one thread", load.workloads());
    line("");
    line("a tick                         median           min … max");
    for (boolean foreseeing : new boolean[] {false, true}) {
      long before = usedHeap();
      Engine engine =
          new Engine(
              load.config(
                  FleetLoad.noKafka(), Path.of("unused"), foreseeing, ReactiveSettings.DEFAULT));
      Figures figures = measure(engine);
      long state = usedHeap() - before;
      check(engine, WARM_UP + rounds - 2);
      double total = figures.observing.median() + figures.deciding.median();
      line("%s", foreseeing ? "by a forecast" : "reactive");
      line("  read, milliseconds   %s", figures.observing.text("%,11.1f"));
      line("  decide, milliseconds %s", figures.deciding.text("%,11.1f"));
      line("  decode, milliseconds %s", figures.decoding.text("%,11.1f"));
      line("  ratio of both to decode       %5.2f", total / figures.decoding.median());
      line("  of a core, at 10 s a tick     %5.3f", total / FleetLoad.TICK.toMillis());
      line("  bytes allocated a workload %s", figures.allocated.text("%,11.0f"));
      line("  bytes of heap a workload   %,11d", state / load.workloads());
      line("  decisions worth a record   %,11d", figures.decisions);
    }
    line("Every workload was known to use what it used.");
  }

  private Figures measure(Engine engine)
      throws DisagreementException, InvalidProtocolBufferException {
    List<Double> observing = new ArrayList<>();
    List<Double> deciding = new ArrayList<>();
    List<Double> decoding = new ArrayList<>();
    List<Double> allocated = new ArrayList<>();
    Map<WorkloadId, Integer> replicas = new HashMap<>();
    Map<String, Integer> machines = new HashMap<>(Map.of(FleetLoad.POOL, 1));
    long decisions = 0;
    for (int tick = 0; tick < WARM_UP + rounds; tick++) {
      List<FleetLoad.Usage> records = load.records(tick);
      Instant appended = FleetLoad.time(tick);
      ClusterState state = ClusterState.of(replicas, machines, Map.of(), Map.of());
      long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      long begin = System.nanoTime();
      for (int i = 0; i < records.size(); i++) {
        FleetLoad.Usage usage = records.get(i);
        engine.observe(
            0, (long) tick * records.size() + i, usage.tenant(), usage.request(), appended);
      }
      long read = System.nanoTime();
      List<Decision> decided = new ArrayList<>();
      for (Evaluation evaluation : engine.due(Set.of())) {
        decided.addAll(engine.evaluate(evaluation, state, true));
      }
      decided.forEach(engine::completed);
      long end = System.nanoTime();
      bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
      apply(decided, replicas, machines);
      check(engine, tick - 1);
      long reference = decode(records, tick);
      if (tick >= WARM_UP) {
        observing.add((read - begin) / MILLION);
        deciding.add((end - read) / MILLION);
        decoding.add(reference / MILLION);
        allocated.add((double) bytes / load.workloads());
        decisions += decided.size();
      }
    }
    return new Figures(
        new Samples(observing),
        new Samples(deciding),
        new Samples(decoding),
        new Samples(allocated),
        decisions);
  }

  private static void apply(
      List<Decision> decided, Map<WorkloadId, Integer> replicas, Map<String, Integer> machines) {
    for (Decision decision : decided) {
      WorkloadId workload = decision.subject().workload();
      if (workload == null) {
        machines.put(decision.subject().pool(), decision.to());
      } else {
        replicas.put(workload, decision.to());
      }
    }
  }

  /** A tick is evaluated when the one after it is reported; the first has no rate. */
  private void check(Engine engine, int tick) throws DisagreementException {
    for (int number = 0; tick >= 1 && number < load.workloads(); number++) {
      Demand demand = engine.demand(FleetLoad.id(number));
      double expected = FleetLoad.milliCores(number, tick) / 1000.0;
      if (!(demand instanceof Demand.Known known)
          || Math.abs(known.cores().doubleValue() - expected) > 1e-6) {
        throw new DisagreementException(
            "%s used %s cores in tick %d, the engine says %s"
                .formatted(FleetLoad.id(number), expected, tick, demand));
      }
    }
  }

  /** Nanoseconds; all points are those of the tick. */
  private long decode(List<FleetLoad.Usage> records, int tick)
      throws DisagreementException, InvalidProtocolBufferException {
    long begin = System.nanoTime();
    double seconds = 0;
    long points = 0;
    for (FleetLoad.Usage usage : records) {
      ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(usage.request());
      for (var resource : request.getResourceMetricsList()) {
        for (NumberDataPoint point :
            resource.getScopeMetrics(0).getMetrics(0).getSum().getDataPointsList()) {
          seconds += point.getAsDouble();
          points++;
        }
      }
    }
    long nanos = System.nanoTime() - begin;
    if (points != load.workloads() || seconds < 0) {
      throw new DisagreementException(
          "tick %d has %d points, expected %d".formatted(tick, points, load.workloads()));
    }
    return nanos;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
