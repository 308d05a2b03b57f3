package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.PolicyType;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Several policies on one trace, beside one that knows the demand to come. */
public final class Comparison {
  private static final double WARM_UP = 0.10;
  private static final int LEAST_WARM_UP = 24;

  /**
   * What is supposed of the world.
   *
   * @param startDelay from a decision until its capacity is there
   * @param poolSize workloads that share a pool, drawn by the seed; 0 for all in one
   * @param mayStop as in {@link Fleet}
   * @param conditions whose seed draws the pools, too
   */
  public record World(
      Duration startDelay,
      int poolSize,
      boolean mayStop,
      Economics economics,
      Conditions conditions) {

    /** The same where workloads without demand are stopped, or are not. */
    World stopping(boolean stops) {
      return new World(startDelay, poolSize, stops, economics, conditions);
    }
  }

  private final Trace trace;
  private final Fleet fleet;
  private final Conditions conditions;
  private final int warmUp;

  public Comparison(Trace trace, World world) {
    this.trace = trace;
    this.conditions = world.conditions();
    long step = trace.step().toMillis();
    int lead = (int) Math.max(1, (world.startDelay().toMillis() + step - 1) / step);
    this.fleet =
        new Fleet(
            trace.step(),
            lead,
            world.mayStop(),
            world.economics(),
            trace.workloads(),
            pools(trace.workloads().size(), world));
    this.warmUp =
        Math.min(trace.steps() / 2, Math.max(LEAST_WARM_UP, (int) (trace.steps() * WARM_UP)));
  }

  private static List<Integer> pools(int workloads, World world) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, workloads).boxed().toList());
    Collections.shuffle(order, new Random(world.conditions().seed()));
    int size = world.poolSize() == 0 ? workloads : world.poolSize();
    List<Integer> pools = new ArrayList<>(Collections.nCopies(workloads, 0));
    for (int i = 0; i < workloads; i++) {
      pools.set(order.get(i), i / size);
    }
    return pools;
  }

  /** Steps at the beginning that are not counted: a tenth, at least 24, at most half. */
  public int warmUp() {
    return warmUp;
  }

  /**
   * The one that knows the demand to come, where nothing fails and capacity is divisible: less
   * cannot do.
   */
  public Outcome oracle() {
    return Simulation.run(trace, fleet, Conditions.CALM, Oracle.of(trace), warmUp);
  }

  /** Runs a policy. */
  public Outcome run(PolicyType policy) {
    return Simulation.run(trace, fleet, conditions, policy, warmUp);
  }

  /** Whether no other of them has as little capacity with as few violations. */
  public static boolean isOnFront(Outcome outcome, List<Outcome> all) {
    return all.stream().noneMatch(outcome::isDominatedBy);
  }

  /** Mean capacity of a replica. */
  public static double meanReplica(Trace trace) {
    return trace.workloads().stream().mapToDouble(Workload::replica).average().orElse(1);
  }
}
