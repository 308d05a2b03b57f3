package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;
import dev.headroom.autoscaler.sizing.PolicyType;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One policy on one trace, step by step. Deterministic.
 *
 * <ul>
 *   <li>What is decided at the end of step t is there from step t + {@link Fleet#leadTicks} on, and
 *       is paid from the decision on; until the first decision, all that was sold is there, or
 *       nothing if workloads may stop.
 *   <li>Capacity of a workload's own is whole replicas. No more is held than was sold.
 *   <li>Where workloads do not stop, demand above the capacity is not served, and the workload-step
 *       is violated: of a pool, that of every member with demand.
 *   <li>Where they stop when idle, a replica that is missing is started at once and paid, and its
 *       user waits: a cold start, and the workload-step is violated. One from the warm pool is no
 *       cold start. In a shared capacity replicas stay until the room is needed, see {@link
 *       Residents}; what does not fit at all is not served.
 *   <li>With {@link Conditions}, a pool is of whole {@link Machines} on which workloads are placed,
 *       and machines and replicas fail. What fails stays paid, since it is replaced; replicas of
 *       the warm pool do not fail.
 * </ul>
 */
public final class Simulation {
  private static final double ROUNDING = 1e-9;

  private final Trace trace;
  private final Fleet fleet;
  private final int warmUp;
  private final double hours;
  private final int[][] members;
  private final Residents[] residents;
  private final Machines[] machines;
  private final Replicas[] replicas;
  private final Conditions conditions;
  private final Failures failures;
  private final Credits credits;
  private final long[] wakes;
  private final long[] coldWakes;
  private final boolean[] wasActive;
  private double held;
  private double used;
  private double unserved;
  private long active;
  private long violated;
  private long coldStarts;
  private long actions;
  private long failed;
  private long moves;

  private Simulation(Trace trace, Fleet fleet, Conditions conditions, int warmUp) {
    this.conditions = conditions;
    this.failures = conditions.failures(fleet.tick());
    this.credits =
        new Credits(
            conditions.serviceLevel(), fleet.economics().price(), fleet.workloads(), fleet.tick());
    this.trace = trace;
    this.fleet = fleet;
    this.warmUp = warmUp;
    this.hours = (double) fleet.tick().toMillis() / Duration.ofHours(1).toMillis();
    this.members = new int[fleet.pools()][];
    this.residents = new Residents[fleet.pools()];
    this.machines = new Machines[fleet.pools()];
    this.replicas = new Replicas[fleet.workloads().size()];
    for (int w = 0; w < replicas.length; w++) {
      replicas[w] = new Replicas(fleet.pools() + w, fleet.leadTicks(), failures);
    }
    for (int p = 0; p < members.length; p++) {
      members[p] = fleet.members(p);
      residents[p] = new Residents(members[p]);
      machines[p] =
          new Machines(conditions.machine(), p, members[p].length, fleet.leadTicks(), failures);
    }
    int size = fleet.workloads().size();
    this.wakes = new long[size];
    this.coldWakes = new long[size];
    this.wasActive = new boolean[size];
  }

  /**
   * Runs a policy.
   *
   * @param warmUp steps at the beginning that the policy sees and that are not counted
   */
  public static Outcome run(
      Trace trace, Fleet fleet, Conditions conditions, PolicyType type, int warmUp) {
    return new Simulation(trace, fleet, conditions, warmUp).run(type);
  }

  private Outcome run(PolicyType type) {
    FleetPolicy policy = type.create().apply(fleet);
    Deque<FleetPlan> coming = new ArrayDeque<>();
    double[] demand = new double[fleet.workloads().size()];
    FleetPlan ready = null;
    for (int t = 0; t < trace.steps(); t++) {
      for (int w = 0; w < demand.length; w++) {
        demand[w] = trace.demand().get(w)[t];
      }
      if (coming.size() >= fleet.leadTicks()) {
        FleetPlan next = coming.removeFirst();
        actions += t >= warmUp && ready != null ? changes(ready, next) : 0;
        ready = next;
      }
      FleetPlan now = ready == null ? atFirst() : ready;
      step(t, demand, now, coming);
      FleetPlan plan = new FleetPlan(demand.length, members.length);
      policy.decide(t, demand, now, plan);
      bound(plan);
      coming.addLast(plan);
    }
    double sold = fleet.workloads().stream().mapToDouble(Workload::limit).sum();
    return new Outcome(
        type.name(),
        held,
        used,
        unserved,
        active,
        violated,
        Arrays.stream(wakes).sum(),
        coldStarts,
        coldShares(),
        actions,
        failed,
        moves,
        credits.total(),
        sold * (trace.steps() - warmUp) * hours);
  }

  private FleetPlan atFirst() {
    FleetPlan plan = new FleetPlan(fleet.workloads().size(), members.length);
    for (int w = 0; w < plan.own().length; w++) {
      plan.own()[w] = fleet.mayStop() ? 0 : fleet.workloads().get(w).limit();
    }
    return plan;
  }

  /** Whole replicas, and no more than was sold. */
  private void bound(FleetPlan plan) {
    for (int w = 0; w < plan.own().length; w++) {
      double own = plan.own()[w];
      if (!Double.isNaN(own)) {
        Workload workload = fleet.workloads().get(w);
        plan.own()[w] = workload.replicasFor(Math.min(own, workload.limit())) * workload.replica();
      }
    }
    for (int p = 0; p < members.length; p++) {
      if (!Double.isNaN(plan.pooled()[p])) {
        double sold = 0;
        for (int w : members[p]) {
          sold += fleet.workloads().get(w).limit();
        }
        plan.pooled()[p] = inMachines(Math.min(sold, Math.max(0, plan.pooled()[p])));
      }
    }
  }

  private double inMachines(double capacity) {
    double machine = conditions.machine();
    return machine == 0 ? capacity : Math.ceil(capacity / machine - ROUNDING) * machine;
  }

  private long changes(FleetPlan before, FleetPlan after) {
    return differences(before.own(), after.own())
        + differences(before.pooled(), after.pooled())
        + differences(before.warm(), after.warm());
  }

  private static long differences(double[] before, double[] after) {
    long differences = 0;
    for (int i = 0; i < before.length; i++) {
      differences += Math.abs(before[i] - after[i]) > ROUNDING ? 1 : 0;
    }
    return differences;
  }

  private void step(int t, double[] demand, FleetPlan now, Deque<FleetPlan> coming) {
    boolean counts = t >= warmUp;
    for (int p = 0; p < members.length; p++) {
      boolean shared = !Double.isNaN(now.pooled()[p]);
      double capacity = shared ? now.pooled()[p] : 0;
      double starting = capacity + now.warm()[p];
      for (FleetPlan plan : coming) {
        double pooled = Double.isNaN(plan.pooled()[p]) ? 0 : plan.pooled()[p];
        starting = Math.max(starting, pooled + plan.warm()[p]);
      }
      double paid = starting;
      if (shared) {
        shared(t, p, demand, now, counts);
      } else {
        double warm = now.warm()[p];
        for (int w : members[p]) {
          double own = now.own()[w];
          double before = warm;
          warm = own(t, w, demand[w], withoutFailed(t, w, own, counts), warm);
          double extra = Math.max(0, need(w, demand[w]) - own - (before - warm));
          paid += Math.max(own + (fleet.mayStop() ? extra : 0), starting(w, coming));
          paid += before - warm;
        }
      }
      held += counts ? paid * hours : 0;
    }
    for (int w = 0; w < demand.length; w++) {
      wasActive[w] = demand[w] > 0;
    }
  }

  private static double starting(int w, Deque<FleetPlan> coming) {
    double most = 0;
    for (FleetPlan plan : coming) {
      most = Double.isNaN(plan.own()[w]) ? most : Math.max(most, plan.own()[w]);
    }
    return most;
  }

  /** What of a workload's own capacity is there in a tick. */
  private double withoutFailed(int t, int w, double own, boolean counts) {
    if (failures.perTick() == 0) {
      return own;
    }
    Workload workload = fleet.workloads().get(w);
    int number = workload.replicasFor(own);
    int struck = replicas[w].strike(t, number);
    failed += counts ? struck : 0;
    return own - replicas[w].down(number) * workload.replica();
  }

  /** What it wants, in whole replicas if it may stop. */
  private double need(int w, double demand) {
    if (!(demand > 0)) {
      return 0;
    }
    Workload workload = fleet.workloads().get(w);
    return fleet.mayStop() ? workload.replicasFor(demand) * workload.replica() : demand;
  }

  /** A workload with capacity of its own; what is left of the warm pool. */
  private double own(int t, int w, double demand, double own, double warm) {
    double need = need(w, demand);
    if (need <= 0) {
      return warm;
    }
    double missing = need - own > ROUNDING ? need - own : 0;
    if (!fleet.mayStop()) {
      count(t, w, missing > 0, demand - missing, missing);
      return warm;
    }
    Workload workload = fleet.workloads().get(w);
    int started = workload.replicasFor(missing);
    int fromPool = Math.min(started, (int) Math.floor(warm / workload.replica() + ROUNDING));
    woke(w, started - fromPool, t >= warmUp);
    count(t, w, started > fromPool, demand, 0);
    return warm - fromPool * workload.replica();
  }

  private void shared(int t, int p, double[] demand, FleetPlan now, boolean counts) {
    double capacity = now.pooled()[p];
    if (conditions.machine() > 0 && !fleet.mayStop()) {
      onMachines(t, p, demand, capacity, counts);
      now.unevenness()[p] = machines[p].unevenness();
      return;
    }
    double wanted = 0;
    int[] needed = new int[members[p].length];
    int[] missing = new int[members[p].length];
    double[] sizes = new double[members[p].length];
    for (int i = 0; i < members[p].length; i++) {
      int w = members[p][i];
      wanted += need(w, demand[w]);
      if (fleet.mayStop()) {
        Workload workload = fleet.workloads().get(w);
        sizes[i] = workload.replica();
        needed[i] = demand[w] > 0 ? workload.replicasFor(demand[w]) : 0;
        failed += residents[p].strike(i, p, failures, t) * (counts ? 1L : 0);
        missing[i] = residents[p].start(i, needed[i], t);
      }
    }
    residents[p].fit(fleet.mayStop() ? capacity : Double.MAX_VALUE, needed, sizes);
    double share = wanted - capacity > ROUNDING ? capacity / wanted : 1;
    for (int i = 0; i < members[p].length; i++) {
      int w = members[p][i];
      if (demand[w] > 0) {
        if (fleet.mayStop()) {
          woke(w, missing[i], counts);
        }
        count(t, w, share < 1 || missing[i] > 0, demand[w] * share, demand[w] * (1 - share));
      }
    }
  }

  private void onMachines(int t, int p, double[] demand, double capacity, boolean counts) {
    double[] wanted = new double[members[p].length];
    for (int i = 0; i < wanted.length; i++) {
      double value = demand[members[p][i]];
      wanted[i] = value > 0 ? value : 0;
    }
    double[] shares = machines[p].step(t, capacity, wanted);
    long struck = machines[p].failed();
    long moved = machines[p].moved();
    failed += counts ? struck : 0;
    moves += counts ? moved : 0;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] > 0) {
        double served = wanted[i] * shares[i];
        count(t, members[p][i], shares[i] < 1, served, wanted[i] - served);
      }
    }
  }

  private void woke(int w, int cold, boolean counts) {
    if (!counts) {
      return;
    }
    coldStarts += cold;
    if (!wasActive[w]) {
      wakes[w]++;
      coldWakes[w] += cold > 0 ? 1 : 0;
    }
  }

  private void count(int t, int w, boolean isViolated, double served, double lacking) {
    if (t >= warmUp) {
      credits.count(t - warmUp, w, isViolated, served * hours);
      active++;
      violated += isViolated ? 1 : 0;
      used += served * hours;
      unserved += lacking * hours;
    }
  }

  /** Over the workloads that woke: nearest rank. */
  private Outcome.ColdShares coldShares() {
    double[] shares = new double[wakes.length];
    int woke = 0;
    for (int w = 0; w < wakes.length; w++) {
      if (wakes[w] > 0) {
        shares[woke++] = (double) coldWakes[w] / wakes[w];
      }
    }
    double[] sorted = Arrays.copyOf(shares, woke);
    Arrays.sort(sorted);
    return new Outcome.ColdShares(rank(sorted, 0.5), rank(sorted, 0.75), rank(sorted, 0.99));
  }

  private static double rank(double[] sorted, double quantile) {
    int at = (int) Math.ceil(quantile * sorted.length) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.max(0, at)];
  }
}
