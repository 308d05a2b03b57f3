package dev.headroom.autoscaler.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every policy that can be chosen by name. */
class PoliciesTest {
  private static final Economics ECONOMICS = new Economics(1, 2, 5, 1);
  private static final int WORKLOADS = 6;

  static Stream<PolicyType> all() {
    return Policies.all().stream();
  }

  private static Fleet fleet(boolean mayStop) {
    List<Workload> workloads = new ArrayList<>();
    List<Integer> pools = new ArrayList<>();
    for (int w = 0; w < WORKLOADS; w++) {
      workloads.add(new Workload("w" + w, "acme", 8, 1));
      pools.add(w % 2);
    }
    return new Fleet(Duration.ofMinutes(1), 1, mayStop, ECONOMICS, workloads, pools);
  }

  /** All that is wanted is there, from the next tick on. */
  private static List<FleetPlan> run(PolicyType type, Fleet fleet, double[][] demand) {
    FleetPolicy policy = type.create().apply(fleet);
    List<FleetPlan> plans = new ArrayList<>();
    FleetPlan ready = new FleetPlan(WORKLOADS, fleet.pools());
    for (int t = 0; t < demand.length; t++) {
      FleetPlan plan = new FleetPlan(WORKLOADS, fleet.pools());
      policy.decide(t, demand[t], ready, plan);
      plans.add(plan);
      ready = plan;
    }
    return plans;
  }

  private static double[][] bursts(int ticks) {
    Random random = new Random(7);
    double[][] demand = new double[ticks][WORKLOADS];
    for (double[] tick : demand) {
      for (int w = 0; w < WORKLOADS; w++) {
        double drawn = random.nextDouble();
        tick[w] = drawn < 0.6 ? 0 : drawn < 0.7 ? Double.NaN : 8 * random.nextDouble();
      }
    }
    return demand;
  }

  private static double total(FleetPlan plan) {
    double total = 0;
    for (double[] part : List.of(plan.own(), plan.pooled(), plan.warm())) {
      for (double capacity : part) {
        total += Double.isNaN(capacity) ? 0 : capacity;
      }
    }
    return total;
  }

  @Test
  void namesAreUniqueAndInKebabCase() {
    assertThat(Policies.all()).extracting(PolicyType::name).doesNotHaveDuplicates();
    assertThat(Policies.all())
        .allSatisfy(type -> assertThat(type.name()).matches("[a-z]+(-[a-z]+)*"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void theSameTicksGiveTheSameAnswers(PolicyType type) {
    double[][] demand = bursts(400);
    List<FleetPlan> once = run(type, fleet(true), demand);
    List<FleetPlan> again = run(type, fleet(true), demand);
    for (int t = 0; t < demand.length; t++) {
      assertThat(again.get(t).own()).isEqualTo(once.get(t).own());
      assertThat(again.get(t).pooled()).isEqualTo(once.get(t).pooled());
      assertThat(total(once.get(t))).isFinite().isNotNegative();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatMayNotStopHasAReplica(PolicyType type) {
    for (FleetPlan plan : run(type, fleet(false), new double[1500][WORKLOADS])) {
      for (double own : plan.own()) {
        assertThat(Double.isNaN(own) || own >= 1).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void missingReportsScaleNothingDown(PolicyType type) {
    double[][] demand = bursts(900);
    for (int t = 400; t < demand.length; t++) {
      Arrays.fill(demand[t], Double.NaN);
    }
    List<FleetPlan> plans = run(type, fleet(true), demand);
    for (int t = 400; t < demand.length; t++) {
      assertThat(total(plans.get(t))).isGreaterThanOrEqualTo(total(plans.get(t - 1)) - 1e-9);
    }
  }
}
