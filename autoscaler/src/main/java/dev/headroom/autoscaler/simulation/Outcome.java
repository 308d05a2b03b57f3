package dev.headroom.autoscaler.simulation;

import dev.headroom.autoscaler.sizing.Economics;

/**
 * What came of a policy on a trace. Capacity is in unit-hours.
 *
 * @param held capacity that was paid
 * @param used demand that was served
 * @param unserved demand for which there was no capacity
 * @param active workload-steps with demand
 * @param violated those of them that did not get all they wanted at once
 * @param wakes workload-steps with demand after one without
 * @param coldStarts replicas that a user waited for
 * @param coldShares share of its wakes that were cold, of the workload at the p50, p75 and p99
 * @param actions changes of a workload's replicas, a pool's or a warm pool's capacity
 * @param failures of machines and replicas
 * @param moves of workloads from one machine to another, other than from one that failed
 * @param credits that tenants get by the service level, in money
 * @param sold capacity that was sold: the limits, over the same time
 */
public record Outcome(
    String policy,
    double held,
    double used,
    double unserved,
    long active,
    long violated,
    long wakes,
    long coldStarts,
    ColdShares coldShares,
    long actions,
    long failures,
    long moves,
    double credits,
    double sold) {

  /** Shares in [0, 1]. */
  public record ColdShares(double p50, double p75, double p99) {}

  /** Share of the workload-steps with demand, in [0, 1]. */
  public double violationRate() {
    return active == 0 ? 0 : (double) violated / active;
  }

  /** Share of what was sold that did not have to be held, at most 1. */
  public double savings() {
    return 1 - held / sold;
  }

  /** Share of the capacity held that nobody used, in [0, 1]. */
  public double slack() {
    return held == 0 ? 0 : 1 - used / held;
  }

  public double capacityCost(Economics economics) {
    return held * economics.capacityCost();
  }

  public double penalty(Economics economics) {
    return unserved * economics.penalty() + coldStarts * economics.wakePenalty();
  }

  /** Capacity and penalty. */
  public double cost(Economics economics) {
    return capacityCost(economics) + penalty(economics);
  }

  /** What was used at its price, less the cost and the credits. */
  public double margin(Economics economics) {
    return used * economics.price() - cost(economics) - credits;
  }

  /** Whether another one costs no more capacity and violates no more, and one of both less. */
  boolean isDominatedBy(Outcome other) {
    return other.held <= held
        && other.violationRate() <= violationRate()
        && (other.held < held || other.violationRate() < violationRate());
  }
}
