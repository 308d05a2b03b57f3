package dev.headroom.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.Policies;
import dev.headroom.autoscaler.sizing.PolicyType;
import dev.headroom.autoscaler.sizing.Workload;
import dev.headroom.autoscaler.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Machines, failures and service levels. */
class ConditionsTest {
  private static final Economics ECONOMICS = new Economics(1, 3, 100, 2);
  private static final ServiceLevel NO_CREDIT = ServiceLevel.NONE;

  private static Trace trace(double[]... demand) {
    List<Workload> workloads = new ArrayList<>();
    for (int w = 0; w < demand.length; w++) {
      workloads.add(new Workload("w" + w, "t" + w, 10, 1));
    }
    return new Trace("hand-made", Duration.ofHours(1), workloads, List.of(demand));
  }

  private static Outcome run(
      Trace trace, boolean mayStop, Conditions conditions, PolicyType policy) {
    return run(trace, 1, mayStop, conditions, policy);
  }

  private static Outcome run(
      Trace trace, int lead, boolean mayStop, Conditions conditions, PolicyType policy) {
    Fleet fleet =
        new Fleet(
            trace.step(),
            lead,
            mayStop,
            ECONOMICS,
            trace.workloads(),
            Collections.nCopies(trace.workloads().size(), 0));
    return Simulation.run(trace, fleet, conditions, policy, 2);
  }

  private static PolicyType shared(double capacity) {
    return PolicyType.perPool("fixed", scope -> (tick, demand, ready) -> capacity);
  }

  private static PolicyType own(double capacity) {
    return PolicyType.perWorkload("fixed", scope -> (tick, demand, ready) -> capacity);
  }

  private static Conditions machines(double size) {
    return new Conditions(size, null, NO_CREDIT, 1);
  }

  private static double[] constant(double demand, int steps) {
    return IntStream.range(0, steps).mapToDouble(t -> demand).toArray();
  }

  @Test
  void capacityIsWholeMachines() {
    Trace trace = trace(constant(1, 12));
    assertThat(run(trace, false, machines(4), shared(5)).held()).isEqualTo(10 * 8);
    assertThat(run(trace, false, machines(4), shared(8)).held()).isEqualTo(10 * 8);
  }

  /** Three of 3 on two machines of 5: there is enough in all, and not where it is wanted. */
  @Test
  void whatDoesNotFitOnAMachineIsShortThoughThePoolIsNot() {
    Trace trace = trace(constant(3, 12), constant(3, 12), constant(3, 12));
    assertThat(run(trace, false, Conditions.CALM, shared(10)).violated()).isZero();
    Outcome outcome = run(trace, false, machines(5), shared(10));
    assertThat(outcome.violated()).isEqualTo(10 * 2);
    assertThat(outcome.unserved()).isCloseTo(10, within(1e-9));
    assertThat(run(trace, false, machines(5), shared(15)).violated()).isZero();
  }

  @Test
  void workloadsMoveAwayFromAMachineThatGetsFull() {
    Trace trace =
        trace(
            new double[] {1, 1, 1, 4, 4, 4, 4},
            new double[] {1, 1, 1, 4, 4, 4, 4},
            new double[] {4, 4, 4, 1, 1, 1, 1},
            new double[] {4, 4, 4, 1, 1, 1, 1});
    Outcome outcome = run(trace, false, machines(6), shared(12));
    // Each machine has one of each kind in the end, if not at once.
    assertThat(outcome.violated()).isZero();
    assertThat(outcome.moves()).isZero();
    Trace growing =
        trace(
            new double[] {1, 1, 1, 1, 5, 5, 5, 5, 5},
            new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1},
            new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1},
            new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
    Outcome moved = run(growing, false, machines(5), shared(10));
    assertThat(moved.violated()).isEqualTo(2);
    assertThat(moved.moves()).isEqualTo(1);
  }

  @Test
  void machinesThatFailAreMissedForTheLeadAndTheSameOnesFailForEveryPolicy() {
    double[][] demand = new double[8][];
    for (int w = 0; w < demand.length; w++) {
      demand[w] = constant(1, 2000);
    }
    Conditions failing = new Conditions(4, Duration.ofHours(100), NO_CREDIT, 3);
    Outcome tight = run(trace(demand), 5, false, failing, shared(8));
    // Two machines, one failure in a hundred hours each: 40 are expected, each of them missed by
    // its four workloads at first, by all eight for four hours more, and then, as one moves back
    // an hour, by seven, six and five.
    assertThat(tight.failures()).isBetween(25L, 55L);
    assertThat(tight.violated()).isBetween(tight.failures() * 36, tight.failures() * 54);
    assertThat(run(trace(demand), 5, false, failing, shared(8))).isEqualTo(tight);
    assertThat(run(trace(demand), 5, false, failing, own(1)).failures()).isPositive();
    Outcome spare = run(trace(demand), 5, false, failing, shared(12));
    assertThat(spare.violated()).isLessThan(tight.violated() / 3);
    assertThat(run(trace(demand), false, machines(4), shared(8)).violated()).isZero();
  }

  /** In a tick that has a failure of a replica that is needed, somebody waits for another one. */
  @Test
  void aReplicaThatFailsIsAColdStartWhereOneMayBeStartedAtOnce() {
    Trace trace = trace(constant(2, 5000));
    Conditions failing = new Conditions(0, Duration.ofHours(50), NO_CREDIT, 5);
    Outcome alone = run(trace, true, failing, own(2));
    assertThat(alone.failures()).isBetween(140L, 260L);
    assertThat(alone.coldStarts()).isBetween(alone.failures() - 1, alone.failures() + 1);
    assertThat(alone.unserved()).isZero();
    Outcome together = run(trace, true, failing, shared(5));
    assertThat(together.coldStarts()).isEqualTo(together.failures());
    assertThat(run(trace, true, failing, own(3)).coldStarts()).isLessThan(alone.coldStarts() / 4);
  }

  /**
   * 730 hours a month; the first month is met at 99 %, the second one at 90 %, the third at once.
   */
  @Test
  void creditsFollowTheAvailabilityOfTheMonth() {
    double[] demand = constant(1, 2 + 3 * 730);
    for (int t = 0; t < 7; t++) {
      demand[2 + 100 * t] = 2;
    }
    for (int t = 0; t < 73; t++) {
      demand[2 + 730 + 10 * t] = 2;
    }
    ServiceLevel level =
        new ServiceLevel(
            List.of(new ServiceLevel.Tier(0.999, 0.1), new ServiceLevel.Tier(0.95, 0.5)));
    Outcome outcome = run(trace(demand), false, new Conditions(0, null, level, 1), shared(1));
    assertThat(outcome.used()).isCloseTo(3 * 730, within(1e-6));
    assertThat(outcome.credits()).isCloseTo(730 * 3 * (0.1 + 0.5), within(1e-6));
    assertThat(outcome.margin(ECONOMICS))
        .isCloseTo(3 * 730 * 3 - outcome.cost(ECONOMICS) - outcome.credits(), within(1e-6));
  }

  @Test
  void aServiceLevelCreditsByItsLowestThreshold() {
    ServiceLevel level =
        new ServiceLevel(
            List.of(
                new ServiceLevel.Tier(0.99, 0.25),
                new ServiceLevel.Tier(0.999, 0.1),
                new ServiceLevel.Tier(0.95, 1)));
    assertThat(level.credit(1)).isZero();
    assertThat(level.credit(0.999)).isZero();
    assertThat(level.credit(0.998)).isEqualTo(0.1);
    assertThat(level.credit(0.95)).isEqualTo(0.25);
    assertThat(level.credit(0.2)).isEqualTo(1);
    assertThatThrownBy(
            () ->
                new ServiceLevel(
                    List.of(new ServiceLevel.Tier(0.99, 0.1), new ServiceLevel.Tier(0.999, 0.1))))
        .hasMessageContaining("a lower availability has no greater credit");
    assertThatThrownBy(() -> new ServiceLevel.Tier(1.5, 0.1))
        .hasMessage("sla: availability is 150.0 %, expected more than 0 and at most 100");
  }

  /**
   * The sum of 150 of them hardly moves, and the fullest of some machines of 10 is far above the
   * mean.
   */
  @Test
  void overbookingOfMachinesSeesThatTheyAreNotSpreadEvenly() {
    Random random = new Random(13);
    double[][] demand = new double[150][600];
    for (double[] series : demand) {
      for (int t = 0; t < series.length; t++) {
        series[t] = random.nextInt(10) == 0 ? 2 + random.nextInt(100) / 100.0 : 0.1;
      }
    }
    Conditions placed = new Conditions(10, null, NO_CREDIT, 2);
    Outcome ours = run(trace(demand), false, placed, Policies.named("headroom").orElseThrow());
    Outcome blind = run(trace(demand), false, placed, Policies.named("n-sigma").orElseThrow());
    assertThat(blind.violationRate()).isGreaterThan(0.02);
    assertThat(ours.violationRate()).isLessThan(0.01);
    assertThat(ours.cost(ECONOMICS)).isLessThan(blind.cost(ECONOMICS));
    assertThat(ours.savings()).isGreaterThan(0.7);
  }

  /** Whatever the policy and the misfortune: what was wanted is served or not, and nothing else. */
  @Test
  void demandIsServedOrNotUnderAllConditions() {
    Random random = new Random(11);
    double[][] demand = new double[12][120];
    for (double[] series : demand) {
      for (int t = 0; t < series.length; t++) {
        series[t] = random.nextInt(600) / 100.0;
      }
    }
    Trace trace = trace(demand);
    double wanted = 0;
    for (double[] series : demand) {
      for (int t = 2; t < series.length; t++) {
        wanted += series[t];
      }
    }
    Conditions harsh = new Conditions(8, Duration.ofHours(40), NO_CREDIT, 2);
    for (PolicyType policy : Policies.all()) {
      Outcome outcome = run(trace, false, harsh, policy);
      assertThat(outcome.used() + outcome.unserved())
          .as(policy.name())
          .isCloseTo(wanted, within(1e-6));
      assertThat(outcome.failures()).as(policy.name()).isPositive();
      assertThat(outcome).as(policy.name()).isEqualTo(run(trace, false, harsh, policy));
    }
  }
}
