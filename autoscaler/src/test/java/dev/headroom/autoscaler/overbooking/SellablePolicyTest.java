package dev.headroom.autoscaler.overbooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.policy.Advice;
import dev.headroom.autoscaler.testing.Configs;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pool of up to 20 machines with 4 cores, each of which is sold three times at most. */
class SellablePolicyTest {
  private final SellablePolicy policy =
      new SellablePolicy(Configs.pool(Configs.POOL), BigDecimal.valueOf(3));

  private static PoolLoad load(String reserved, int unknown, String warm) {
    return new PoolLoad(
        new BigDecimal(reserved),
        BigDecimal.ONE,
        BigDecimal.ZERO,
        unknown,
        new BigDecimal(warm),
        BigDecimal.ONE);
  }

  private static PoolAdvice sized(Rule rule, String joint) {
    return new PoolAdvice(5, rule, List.of(), new BigDecimal(joint));
  }

  @Test
  void asManyAreSoldAsItsMachinesCarryAtTheRatioOfThoseWhoAreThere() {
    Advice advice = policy.advise(80, load("30", 0, "0"), sized(Rule.FORECAST, "20"));
    assertThat(advice).isEqualTo(new Advice(120, Rule.FORECAST, List.of()));
    assertThat(policy.advise(80, load("30", 0, "10"), sized(Rule.JOINT_PEAK, "20")).replicas())
        .isEqualTo(105);
  }

  @Test
  void aCoreIsSoldOnceWhileTheJointUseIsNotKnownAndNeverMoreOftenThanAllowed() {
    assertThat(policy.advise(120, load("30", 0, "0"), sized(Rule.NOT_ENOUGH_HISTORY, "30")))
        .isEqualTo(new Advice(80, Rule.NOT_ENOUGH_HISTORY, List.of()));
    assertThat(policy.advise(80, load("30", 0, "0"), sized(Rule.FORECAST, "2")))
        .isEqualTo(new Advice(240, Rule.FORECAST, List.of("most-sold")));
  }

  @Test
  void whatIsReservedStaysSold() {
    assertThat(policy.advise(100, load("90.5", 0, "0"), sized(Rule.NOT_ENOUGH_HISTORY, "90.5")))
        .isEqualTo(new Advice(91, Rule.NOT_ENOUGH_HISTORY, List.of("reserved")));
  }

  @Test
  void aLittleIsNotWorthAChangeAndNothingGrowsThatIsNotKnown() {
    assertThat(policy.advise(117, load("30", 0, "0"), sized(Rule.FORECAST, "20")))
        .isEqualTo(new Advice(117, Rule.WITHIN_BAND, List.of()));
    assertThat(policy.advise(80, load("30", 1, "0"), sized(Rule.FORECAST, "20")))
        .isEqualTo(new Advice(80, Rule.STALE_METRICS, List.of()));
    assertThat(policy.advise(200, load("30", 1, "0"), sized(Rule.FORECAST, "20")).replicas())
        .isEqualTo(120);
  }
}
