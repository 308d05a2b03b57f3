package dev.headroom.autoscaler.sizing.headroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Economics;
import dev.headroom.autoscaler.sizing.Fleet;
import dev.headroom.autoscaler.sizing.FleetPlan;
import dev.headroom.autoscaler.sizing.FleetPolicy;
import dev.headroom.autoscaler.sizing.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OverbookingTest {
  private static final Economics ECONOMICS = new Economics(0.04, 0.12, 4, 0.01);

  private static Fleet fleet(boolean mayStop) {
    return new Fleet(
        Duration.ofMinutes(5),
        1,
        mayStop,
        ECONOMICS,
        List.of(new Workload("a", "t1", 10, 1), new Workload("b", "t2", 10, 1)),
        List.of(0, 0));
  }

  private static FleetPlan step(FleetPolicy policy, long tick, double... demand) {
    FleetPlan plan = new FleetPlan(demand.length, 1);
    policy.decide(tick, demand, new FleetPlan(demand.length, 1), plan);
    return plan;
  }

  @Test
  void whoNeverPeaksTogetherSharesOnePeak() {
    FleetPolicy pool = new Overbooking(fleet(false));
    FleetPolicy alone = new Forecast(fleet(false));
    Random random = new Random(1);
    double together = 0;
    double apart = 0;
    for (int t = 0; t < 2000; t++) {
      double a = random.nextBoolean() ? 8 : 1;
      FleetPlan shared = step(pool, t, a, 9 - a);
      FleetPlan own = step(alone, t, a, 9 - a);
      together = shared.pooled()[0];
      apart = own.own()[0] + own.own()[1];
    }

    // Together they always want 9; each alone may want 8.
    assertThat(together).isBetween(9.0, 9.7);
    assertThat(apart).isGreaterThan(15.9);
  }

  @Test
  void whoPeaksTogetherSharesNothing() {
    FleetPolicy pool = new Overbooking(fleet(false));
    Random random = new Random(1);
    double together = 0;
    for (int t = 0; t < 2000; t++) {
      double a = random.nextBoolean() ? 8 : 1;
      together = step(pool, t, a, a).pooled()[0];
    }

    assertThat(together).isGreaterThan(15.9);
  }

  @Test
  void aSilentWorkloadNeverShrinksItsPool() {
    FleetPolicy pool = new Overbooking(fleet(false));
    for (int t = 0; t < 100; t++) {
      step(pool, t, 5, 5);
    }
    double before = step(pool, 100, 5, 5).pooled()[0];
    for (int t = 101; t < 200; t++) {
      assertThat(step(pool, t, Double.NaN, 1).pooled()[0]).isGreaterThanOrEqualTo(before);
    }
  }

  @Test
  void aWorkloadThatMayNotStopKeepsAReplica() {
    FleetPolicy alone = new Forecast(fleet(false));
    FleetPlan plan = step(alone, 0, 0, 0);
    for (int t = 1; t < 100; t++) {
      plan = step(alone, t, 0, 0);
    }

    assertThat(plan.own()).containsExactly(1, 1);
    assertThat(step(new Forecast(fleet(true)), 0, 0, 0).own()[0]).isLessThan(1);
  }
}
