package dev.headroom.autoscaler.overbooking;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Machines of 8 cores. */
class SpreadTest {
  private final Spread spread = new Spread();

  private BigDecimal unevenness(String used, int machines) {
    return spread.unevenness(new BigDecimal(used), machines, BigDecimal.valueOf(8));
  }

  @Test
  void whatTheFullestHasMoreThanTheMeanIsLost() {
    spread.add(Map.of("n1", new BigDecimal("3"), "n2", new BigDecimal("2")));
    spread.add(Map.of("n1", new BigDecimal("2"), "n2", new BigDecimal("1")));
    // 5 and 3: the mean is 4, so that 7 of 8 can be used.
    assertThat(unevenness("8", 2)).isEqualByComparingTo("1.142857142857143");
    // A third machine has nothing: the mean is 8 / 3.
    assertThat(unevenness("8", 3)).isEqualByComparingTo("1.411764705882353");
  }

  @Test
  void evenUseLosesNothing() {
    spread.add(Map.of("n1", new BigDecimal("4"), "n2", new BigDecimal("4")));
    assertThat(unevenness("8", 2)).isEqualByComparingTo("1");
    assertThat(unevenness("8", 1)).isEqualByComparingTo("1");
  }

  @Test
  void whereMachinesAreNotSaidItIsNotKnown() {
    assertThat(unevenness("8", 2)).isEqualByComparingTo("1");
    spread.add(Map.of("n1", new BigDecimal("7")));
    assertThat(unevenness("8", 2)).isEqualByComparingTo("1");
    assertThat(unevenness("7.7", 2)).isGreaterThan(BigDecimal.ONE);
  }

  @Test
  void aTenthCanAlwaysBeUsed() {
    spread.add(Map.of("n1", new BigDecimal("30")));
    assertThat(unevenness("30", 10)).isEqualByComparingTo("10");
  }
}
