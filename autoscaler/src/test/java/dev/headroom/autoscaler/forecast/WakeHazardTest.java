package dev.headroom.autoscaler.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WakeHazardTest {

  @Test
  void whatNeverHadDemandIsNotExpectedToWake() {
    WakeHazard hazard = new WakeHazard();
    WakeHazard.Spells spells = hazard.spells();
    spells.observe(false);
    hazard.refresh();

    assertThat(spells.next()).isZero();
  }

  @Test
  void aTimerIsExpectedWhenItIsDueAndNotBefore() {
    WakeHazard hazard = new WakeHazard();
    WakeHazard.Spells spells = hazard.spells();
    for (int t = 0; t <= 15 * 20; t++) {
      spells.observe(t % 15 == 0);
      hazard.refresh();
      // Asked after tick t about tick t + 1.
      if (t > 15 * 10 && t % 15 != 0) {
        boolean due = (t + 1) % 15 == 0;
        assertThat(spells.next())
            .as("after tick %d", t)
            .satisfies(
                p -> {
                  if (due) {
                    assertThat(p).isGreaterThan(0.85);
                  } else {
                    assertThat(p).isLessThan(0.1);
                  }
                });
      }
    }
  }

  @Test
  void aMemorylessWorkloadIsAsLikelyToWakeAtEveryAge() {
    WakeHazard hazard = new WakeHazard();
    WakeHazard.Spells spells = hazard.spells();
    Random random = new Random(1);
    double young = 0;
    int asked = 0;
    for (int t = 0; t < 40_000; t++) {
      spells.observe(random.nextInt(10) == 0);
      hazard.refresh();
      if (t > 20_000) {
        young += spells.next();
        asked++;
      }
    }

    assertThat(young / asked).isBetween(0.08, 0.12);
  }

  @Test
  void coarseAgesKeepTheirProbability() {
    // Wakes after 300 ticks sharp: age 300 lies in a bin of several ages, so the probability is
    // spread over it.
    WakeHazard hazard = new WakeHazard();
    WakeHazard.Spells spells = hazard.spells();
    double expected = 0;
    for (int t = 0; t < 300 * 60; t++) {
      spells.observe(t % 300 == 0);
      hazard.refresh();
      if (t >= 300 * 50) {
        expected += spells.next();
      }
      assertThat(spells.next()).isBetween(0.0, 1.0);
    }

    // In ten periods it wakes ten times.
    assertThat(expected).isBetween(5.0, 20.0);
  }

  @Test
  void littleKnownIsTakenFromTheFleet() {
    WakeHazard hazard = new WakeHazard();
    WakeHazard.Spells[] known = new WakeHazard.Spells[50];
    for (int i = 0; i < known.length; i++) {
      known[i] = hazard.spells();
    }
    for (int t = 0; t < 200; t++) {
      for (WakeHazard.Spells spells : known) {
        spells.observe(t % 2 == 0);
      }
      hazard.refresh();
    }
    WakeHazard.Spells strange = hazard.spells();
    strange.observe(true);
    strange.observe(false);
    hazard.refresh();

    assertThat(strange.next()).isGreaterThan(0.7);
  }
}
