package dev.headroom.autoscaler.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.config.MachineSettings;
import dev.headroom.autoscaler.config.OverbookingSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.Range;
import dev.headroom.autoscaler.config.WarmSettings;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.policy.Advice;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Placeholders of two cores, replaced within three evaluations. */
class WarmPolicyTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** A core costs 0.1 an hour. */
  private static PoolSettings pool(String penalty) {
    return new PoolSettings(
        "shared",
        new MachineSettings(
            BigDecimal.valueOf(8), new BigDecimal("0.8"), Currency.getInstance("EUR")),
        new Range(1, 20),
        new BigDecimal(penalty),
        OverbookingSettings.DEFAULT,
        false,
        null,
        null,
        null,
        null,
        null);
  }

  private static WarmPolicy policy(String penalty, int min, int max) {
    return new WarmPolicy(
        pool(penalty),
        new WarmSettings(BigDecimal.valueOf(2), min, max, Duration.ofMinutes(3)),
        EVERY,
        BigDecimal.valueOf(100));
  }

  private static Instant minute(int number) {
    return START.plus(EVERY.multipliedBy(number));
  }

  @Test
  void beforeItIsCalibratedItKeepsTheMostThatWasTakenWithinTheRefillTimeInADay() {
    WarmPolicy policy = policy("1000", 0, 50);
    policy.observe(minute(0), BigDecimal.ZERO);
    assertThat(policy.advise(0, true)).extracting(Advice::replicas).isEqualTo(0);
    policy.observe(minute(1), new BigDecimal("3"));
    policy.observe(minute(2), new BigDecimal("1.5"));
    policy.observe(minute(3), BigDecimal.ONE);
    Advice most = policy.advise(0, true);
    assertThat(most.replicas()).isEqualTo(3);
    assertThat(most.rule()).isEqualTo(Rule.NOT_ENOUGH_HISTORY);
    assertThat(policy.figures()).containsEntry("takenCores", new BigDecimal("5.5"));
    for (int minute = 4; minute < 24 * 60; minute++) {
      policy.observe(minute(minute), BigDecimal.ZERO);
    }
    assertThat(policy.advise(3, true).replicas()).isEqualTo(3);
    for (int minute = 24 * 60; minute <= 24 * 60 + 10; minute++) {
      policy.observe(minute(minute), BigDecimal.ZERO);
    }
    assertThat(policy.advise(3, true).replicas()).isZero();
  }

  /**
   * Two cores are taken in each minute with probability 0.3; one time in ten too few are worth it.
   */
  @Test
  void calibratedItIsExceededAboutAsOftenAsItIsWorth() {
    WarmPolicy policy = policy("1", 0, 50);
    Random random = new Random(7);
    int exceeded = 0;
    int counted = 0;
    int[] held = new int[4];
    int[] taken = new int[4];
    for (int minute = 0; minute < 5000; minute++) {
      int now = random.nextInt(10) < 3 ? 2 : 0;
      policy.observe(minute(minute), BigDecimal.valueOf(now));
      Advice advice = policy.advise(0, true);
      System.arraycopy(held, 1, held, 0, 3);
      System.arraycopy(taken, 1, taken, 0, 3);
      held[3] = advice.replicas() * 2;
      taken[3] = now;
      if (minute > 1000) {
        assertThat(advice.rule()).isEqualTo(Rule.FORECAST);
        counted++;
        exceeded += taken[1] + taken[2] + taken[3] > held[0] ? 1 : 0;
      }
    }
    assertThat((double) exceeded / counted).isBetween(0.005, 0.1);
  }

  @Test
  void aPoolThatWasJustEmptiedIsNotMadeSmallerAndNeitherIsOneThatIsNotKnown() {
    WarmPolicy policy = policy("100", 0, 50);
    policy.observe(minute(0), BigDecimal.valueOf(8));
    assertThat(policy.advise(6, true).replicas()).isEqualTo(4);
    assertThat(policy.advise(6, false)).isEqualTo(new Advice(6, Rule.STALE_METRICS, List.of()));
    assertThat(policy.advise(2, false).replicas()).isEqualTo(4);
  }

  @Test
  void theBoundsHold() {
    WarmPolicy policy = policy("100", 1, 3);
    policy.observe(minute(0), BigDecimal.ZERO);
    assertThat(policy.advise(0, true).bounds()).containsExactly("min-placeholders");
    policy.observe(minute(1), BigDecimal.valueOf(80));
    assertThat(policy.advise(5, false).replicas()).isEqualTo(3);
    assertThat(policy.advise(0, true).bounds()).containsExactly("max-placeholders");
  }
}
