package dev.headroom.autoscaler.sizing.headroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;
import dev.headroom.autoscaler.sizing.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class WarmPoolTest {
  // A replica of 1 costs 0.001 a minute; a cold start of 0.01 is worth avoiding from one in ten on.

  private static Fleet fleet(int workloads, double wakePenalty) {
    List<Workload> all = new ArrayList<>();
    for (int w = 0; w < workloads; w++) {
      all.add(new Workload("w" + w, "t" + w, 4, 1));
    }
    Economics economics = new Economics(0.06, 0.18, 60, wakePenalty);
    return new Fleet(
        Duration.ofMinutes(1), 1, true, economics, all, Collections.nCopies(workloads, 0));
  }

  /** Runs a policy with what it asked for a tick ago; the last plans. */
  private static List<FleetPlan> run(FleetPolicy policy, int ticks, IntToDoubleFunction... demand) {
    List<FleetPlan> plans = new ArrayList<>();
    FleetPlan ready = new FleetPlan(demand.length, 1);
    Arrays.fill(ready.own(), 0);
    for (int t = 0; t < ticks; t++) {
      double[] wanted = new double[demand.length];
      for (int w = 0; w < wanted.length; w++) {
        wanted[w] = demand[w].applyAsDouble(t);
      }
      FleetPlan plan = new FleetPlan(demand.length, 1);
      policy.decide(t, wanted, ready, plan);
      plans.add(plan);
      ready = plan;
    }
    return plans;
  }

  @Test
  void aTimerIsWarmWhenItIsDueAndStoppedOtherwise() {
    List<FleetPlan> plans = run(new WarmPool(fleet(1, 0.01)), 600, t -> t % 20 == 0 ? 1 : 0);

    for (int t = 400; t < 599; t++) {
      // The plan after tick t is for tick t + 1.
      assertThat(plans.get(t).own()[0])
          .as("for tick %d", t + 1)
          .isEqualTo((t + 1) % 20 == 0 ? 1 : 0);
    }
  }

  @Test
  void wakesThatNobodyForeseesAreMetFromThePool() {
    int workloads = 200;
    Random random = new Random(3);
    IntToDoubleFunction[] rare = new IntToDoubleFunction[workloads];
    Arrays.fill(rare, (IntToDoubleFunction) t -> random.nextInt(100) == 0 ? 1 : 0);
    List<FleetPlan> plans = run(new WarmPool(fleet(workloads, 0.01)), 1500, rare);

    FleetPlan last = plans.get(plans.size() - 1);
    // Two wake in a tick on average, each of them in one of a hundred ticks.
    assertThat(Arrays.stream(last.own()).sum()).isLessThan(10);
    assertThat(last.warm()[0]).isBetween(3.0, 10.0);
  }

  @Test
  void theDearerAColdStartTheMoreIsKeptWarm() {
    double cheap = pool(0.002);
    double dear = pool(0.1);

    assertThat(dear).isGreaterThan(cheap);
  }

  private static double pool(double wakePenalty) {
    Random random = new Random(4);
    IntToDoubleFunction[] rare = new IntToDoubleFunction[100];
    Arrays.fill(rare, (IntToDoubleFunction) t -> random.nextInt(50) == 0 ? 1 : 0);
    List<FleetPlan> plans = run(new WarmPool(fleet(100, wakePenalty)), 1000, rare);
    FleetPlan last = plans.get(plans.size() - 1);
    return last.warm()[0] + Arrays.stream(last.own()).sum();
  }

  @Test
  void aSilentWorkloadKeepsWhatItHas() {
    FleetPolicy policy = new WarmPool(fleet(1, 0.01));
    List<FleetPlan> plans = run(policy, 400, t -> t < 300 ? 1 : Double.NaN);

    assertThat(plans.get(299).own()[0]).isEqualTo(1);
    assertThat(plans.get(399).own()[0]).isEqualTo(1);
  }

  @Test
  void aSteadyWorkloadHasWhatItNeeds() {
    List<FleetPlan> plans = run(new WarmPool(fleet(1, 0.01)), 300, t -> 3);

    assertThat(plans.get(299).own()[0]).isEqualTo(3);
  }
}
