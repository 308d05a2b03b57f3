package dev.headroom.autoscaler.sizing.headroom;

import dev.headroom.autoscaler.forecast.Counts;
import dev.headroom.autoscaler.forecast.WakeHazard;
import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;
import dev.headroom.autoscaler.sizing.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For workloads that stop when idle: keeps or starts a replica only where its wake is likely
 * enough, and meets the wakes that nobody could foresee from a pool of started replicas that belong
 * to nobody yet.
 *
 * <pre>
 *   replica n is kept    where P(demand) × P(n replicas are needed | demand) ≥ threshold
 *   threshold            = max(κ, 1 ÷ (1 + max(1, pool ÷ what is taken))),  κ = cost of a replica a tick ÷ cost of a cold start
 *   pool                 = quantile of the capacity that wakes take from it, at 1 − κ of the mean replica
 * </pre>
 *
 * <p>κ is the newsvendor's: at it, keeping costs what it saves. The pool makes a wake that was not
 * foreseen cheap, since many workloads share it, so beside it a replica of one's own is worth it
 * only at a higher probability: the pool's capacity for each unit that is taken from it is what a
 * wake costs there. What is taken is started again and is there after {@link Fleet#leadTicks}, so
 * the quantile is of what is taken within that time.
 */
public final class WarmPool implements FleetPolicy {
  private static final double MEMORY = 1 - StrictMath.pow(0.5, 1 / 60.0);

  private final Fleet fleet;
  private final WakeHazard hazard = new WakeHazard();
  private final List<WakeHazard.Spells> spells = new ArrayList<>();
  private final List<Counts> counts = new ArrayList<>();
  private final double[] worth;
  private final JointDemand misses;
  private final double[] held;
  private final double[] missed;

  /**
   * Capacity that each workload took from its pool, in each of the last ticks, and in all of them.
   */
  private final double[][] recent;

  private final double[] taken;

  public WarmPool(Fleet fleet) {
    this.fleet = fleet;
    int size = fleet.workloads().size();
    this.worth = new double[size];
    this.recent = new double[fleet.leadTicks()][size];
    double hours = (double) fleet.tick().toMillis() / Duration.ofHours(1).toMillis();
    Economics economics = fleet.economics();
    double replicas = 0;
    for (int w = 0; w < size; w++) {
      Workload workload = fleet.workloads().get(w);
      spells.add(hazard.spells());
      counts.add(new Counts(workload.replicasFor(workload.limit())));
      worth[w] = ratio(economics.capacityCost() * workload.replica() * hours, economics);
      replicas += workload.replica();
    }
    double mean = ratio(economics.capacityCost() * replicas / size * hours, economics);
    this.misses =
        new JointDemand(fleet, JointDemand.pools(fleet), Math.min(0.9999, Math.max(0.5, 1 - mean)));
    this.held = new double[fleet.pools()];
    this.missed = new double[fleet.pools()];
    this.taken = new double[size];
    Arrays.fill(held, 1);
    Arrays.fill(missed, 1);
  }

  private static double ratio(double cost, Economics economics) {
    return economics.wakePenalty() == 0 ? 1 : cost / economics.wakePenalty();
  }

  @Override
  public void decide(long tick, double[] demand, FleetPlan ready, FleetPlan plan) {
    double[] now = recent[(int) (tick % recent.length)];
    double[] missing = new double[missed.length];
    for (int w = 0; w < demand.length; w++) {
      taken[w] -= now[w];
      now[w] = observe(w, demand[w], ready.own()[w]);
      taken[w] = Math.max(0, taken[w] + now[w]);
      missing[fleet.poolOf().get(w)] += now[w];
    }
    hazard.refresh();
    double[] pools = misses.bounds(tick, taken);
    for (int p = 0; p < pools.length; p++) {
      held[p] += MEMORY * (pools[p] - held[p]);
      missed[p] += MEMORY * (missing[p] - missed[p]);
      plan.warm()[p] = pools[p];
    }
    for (int w = 0; w < demand.length; w++) {
      int pool = fleet.poolOf().get(w);
      double threshold = Math.max(worth[w], 1 / (1 + Math.max(1, held[pool] / missed[pool])));
      int replicas = counts.get(w).worth(spells.get(w).next(), Math.min(1, threshold));
      double kept = replicas * fleet.workloads().get(w).replica();
      plan.own()[w] = Double.isNaN(demand[w]) ? Math.max(kept, ready.own()[w]) : kept;
    }
  }

  /** What it took from its pool: what it wanted, in whole replicas, beyond its own. */
  private double observe(int w, double demand, double own) {
    if (Double.isNaN(demand)) {
      return 0;
    }
    spells.get(w).observe(demand > 0);
    if (demand <= 0) {
      return 0;
    }
    Workload workload = fleet.workloads().get(w);
    int replicas = workload.replicasFor(demand);
    counts.get(w).observe(replicas);
    return Math.max(0, replicas * workload.replica() - own);
  }
}
