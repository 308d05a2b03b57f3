package dev.headroom.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final Economics ECONOMICS = new Economics(1, 3, 100, 2);
  private static final Duration HOUR = Duration.ofHours(1);

  private static Trace trace(double replica, double[]... demand) {
    List<Workload> workloads = new ArrayList<>();
    for (int w = 0; w < demand.length; w++) {
      workloads.add(new Workload("w" + w, "t" + w, 10, replica));
    }
    return new Trace("hand-made", HOUR, workloads, List.of(demand));
  }

  private static Fleet fleet(Trace trace, int lead, boolean mayStop) {
    return new Fleet(
        trace.step(),
        lead,
        mayStop,
        ECONOMICS,
        trace.workloads(),
        Collections.nCopies(trace.workloads().size(), 0));
  }

  private static Outcome run(Trace trace, Fleet fleet, PolicyType policy, int warmUp) {
    return Simulation.run(trace, fleet, Conditions.CALM, policy, warmUp);
  }

  private static PolicyType shared(double capacity) {
    return PolicyType.perPool("fixed", scope -> (tick, demand, ready) -> capacity);
  }

  private static PolicyType own(double capacity) {
    return PolicyType.perWorkload("fixed", scope -> (tick, demand, ready) -> capacity);
  }

  @Test
  void aPoolThatIsShortViolatesEveryMemberWithDemand() {
    Trace trace = trace(1, new double[] {1, 1, 3, 0}, new double[] {1, 2, 3, 1});
    Outcome outcome = run(trace, fleet(trace, 1, false), shared(4), 1);

    // Counted: 3, 6 and 1 of 4. In the second of them both want 3, and 4 of 6 are served.
    assertThat(outcome.held()).isEqualTo(12);
    assertThat(outcome.used()).isCloseTo(3 + 4 + 1, within(1e-9));
    assertThat(outcome.unserved()).isCloseTo(2, within(1e-9));
    assertThat(outcome.active()).isEqualTo(5);
    assertThat(outcome.violated()).isEqualTo(2);
    assertThat(outcome.cost(ECONOMICS)).isCloseTo(12 + 200, within(1e-9));
    assertThat(outcome.margin(ECONOMICS)).isCloseTo(24 - 212, within(1e-9));
    assertThat(outcome.savings()).isCloseTo(1 - 12.0 / 60, within(1e-9));
  }

  @Test
  void whatIsDecidedIsThereAfterTheLeadAndAllThatWasSoldBefore() {
    Trace trace = trace(1, new double[] {9, 9, 9, 9});
    Outcome outcome = run(trace, fleet(trace, 2, false), own(5), 0);

    // Two steps with the limit of 10, two with 5.
    assertThat(outcome.held()).isEqualTo(30);
    assertThat(outcome.violated()).isEqualTo(2);
    assertThat(outcome.unserved()).isEqualTo(8);
  }

  @Test
  void capacityThatStartsIsPaidFromTheDecisionOn() {
    Trace trace = trace(1, new double[] {1, 1, 1, 1, 1});
    PolicyType grows =
        PolicyType.perWorkload("grows", scope -> (tick, demand, ready) -> tick < 2 ? 2 : 6);
    Outcome outcome = run(trace, fleet(trace, 2, false), grows, 2);

    // In steps 2 and 3 two are there; what was decided after step 2 starts in step 3.
    assertThat(outcome.held()).isEqualTo(2 + 6 + 6);
  }

  @Test
  void ownCapacityIsWholeReplicasAndNeverMoreThanWasSold() {
    Trace trace = trace(4, new double[] {1, 1, 1});

    assertThat(run(trace, fleet(trace, 1, false), own(4.5), 1).held()).isEqualTo(16);
    assertThat(run(trace, fleet(trace, 1, false), own(1000), 1).held()).isEqualTo(24);
    assertThat(run(trace, fleet(trace, 1, false), shared(1000), 1).held()).isEqualTo(20);
  }

  @Test
  void aReplicaThatIsMissingStartsAtOnceAndItsUserWaits() {
    Trace trace = trace(1, new double[] {0, 0, 3, 0, 2});
    Outcome outcome = run(trace, fleet(trace, 1, true), own(1), 1);

    // Held: 1, 3, 1, 2. Cold: two, then one.
    assertThat(outcome.held()).isEqualTo(7);
    assertThat(outcome.coldStarts()).isEqualTo(3);
    assertThat(outcome.wakes()).isEqualTo(2);
    assertThat(outcome.violated()).isEqualTo(2);
    assertThat(outcome.unserved()).isZero();
    assertThat(outcome.coldShares()).isEqualTo(new Outcome.ColdShares(1, 1, 1));
    assertThat(outcome.penalty(ECONOMICS)).isEqualTo(6);
  }

  @Test
  void theWarmPoolMeetsAsManyAsItHas() {
    Trace trace = trace(1, new double[] {0, 2, 0}, new double[] {0, 2, 0});
    PolicyType warm =
        new PolicyType(
            "warm",
            fleet ->
                (tick, demand, ready, plan) -> {
                  plan.own()[0] = 0;
                  plan.own()[1] = 0;
                  plan.warm()[0] = 3;
                });
    Outcome outcome = run(trace, fleet(trace, 1, true), warm, 1);

    // Three of the four that are needed come from the pool. Held: 3 + 4, then 3.
    assertThat(outcome.coldStarts()).isEqualTo(1);
    assertThat(outcome.violated()).isEqualTo(1);
    assertThat(outcome.held()).isEqualTo(10);
  }

  @Test
  void inASharedCapacityReplicasStayUntilTheRoomIsNeeded() {
    Trace trace =
        trace(
            1,
            new double[] {1, 0, 0, 1, 0, 0, 1},
            new double[] {0, 1, 0, 0, 0, 0, 1},
            new double[] {0, 0, 0, 0, 1, 1, 0});
    Outcome roomy = run(trace, fleet(trace, 1, true), shared(3), 1);
    Outcome narrow = run(trace, fleet(trace, 1, true), shared(2), 1);

    // With room for three each is started once.
    assertThat(roomy.coldStarts()).isEqualTo(3);
    // With room for two, the second leaves for the third, as it was used longest ago.
    assertThat(narrow.coldStarts()).isEqualTo(4);
    Outcome one = run(trace, fleet(trace, 1, true), shared(1), 1);
    assertThat(one.coldStarts()).isEqualTo(5);
  }

  @Test
  void nobodyIsServedBeyondTheCapacity() {
    Trace trace = trace(1, new double[] {0, 4}, new double[] {0, 4});
    Outcome outcome = run(trace, fleet(trace, 1, true), shared(6), 1);

    assertThat(outcome.used()).isCloseTo(6, within(1e-9));
    assertThat(outcome.unserved()).isCloseTo(2, within(1e-9));
  }

  @Test
  void missingValuesAreNoDemand() {
    Trace trace = trace(1, new double[] {1, Double.NaN, 1});
    Outcome outcome = run(trace, fleet(trace, 1, false), own(2), 1);

    assertThat(outcome.active()).isEqualTo(1);
    assertThat(outcome.held()).isEqualTo(4);
  }

  private static Trace random(long seed, boolean idle) {
    Random random = new Random(seed);
    double[][] demand = new double[6][80];
    for (double[] series : demand) {
      for (int t = 0; t < series.length; t++) {
        series[t] = idle && random.nextInt(3) > 0 ? 0 : random.nextInt(1000) / 100.0;
      }
    }
    return trace(1, demand);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void moreCapacityNeverServesLess(boolean mayStop) {
    for (long seed = 0; seed < 20; seed++) {
      Trace trace = random(seed, mayStop);
      double unserved = Double.POSITIVE_INFINITY;
      for (double capacity = 0; capacity <= 60; capacity += 6) {
        Outcome outcome = run(trace, fleet(trace, 1, mayStop), shared(capacity), 10);

        assertThat(outcome.unserved()).as("seed %d", seed).isLessThanOrEqualTo(unserved + 1e-9);
        unserved = outcome.unserved();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoKnowsTheDemandViolatesNothingAndNobodyIsCheaper(boolean mayStop) {
    for (long seed = 0; seed < 5; seed++) {
      Trace trace = random(seed, mayStop);
      Fleet fleet = fleet(trace, 2, mayStop);
      Outcome oracle = run(trace, fleet, Oracle.of(trace), 10);

      assertThat(oracle.violated()).isZero();
      assertThat(oracle.unserved()).isZero();
      for (PolicyType policy : Policies.all()) {
        Outcome outcome = run(trace, fleet, policy, 10);

        assertThat(outcome.cost(ECONOMICS))
            .as("%s, seed %d", policy.name(), seed)
            .isGreaterThanOrEqualTo(oracle.cost(ECONOMICS) * (mayStop ? 0.9 : 1));
        assertThat(outcome.used() + outcome.unserved())
            .as("%s, seed %d", policy.name(), seed)
            .isCloseTo(oracle.used(), within(1e-6));
      }
    }
  }

  @Test
  void theSameTraceGivesTheSameOutcome() {
    Trace trace = random(7, true);
    for (PolicyType policy : Policies.all()) {
      assertThat(run(trace, fleet(trace, 1, true), policy, 10))
          .isEqualTo(run(trace, fleet(trace, 1, true), policy, 10));
    }
  }
}
