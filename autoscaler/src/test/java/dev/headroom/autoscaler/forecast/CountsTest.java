package dev.headroom.autoscaler.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {

  @Test
  void nothingSeenIsWorthNothing() {
    assertThat(new Counts(10).worth(1, 0.01)).isZero();
  }

  @Test
  void aReplicaIsWorthItAsLongAsItIsLikelyEnoughToBeNeeded() {
    Counts counts = new Counts(10);
    for (int i = 0; i < 1000; i++) {
      counts.observe(i % 4 == 0 ? 3 : 1);
    }

    // Three are needed in about a quarter of the ticks with demand.
    assertThat(counts.worth(1, 0.2)).isEqualTo(3);
    assertThat(counts.worth(1, 0.4)).isEqualTo(1);
    assertThat(counts.worth(0.5, 0.2)).isEqualTo(1);
    assertThat(counts.worth(0.1, 0.2)).isZero();
  }

  @Test
  void oldNumbersAreForgotten() {
    Counts counts = new Counts(10);
    for (int i = 0; i < 100; i++) {
      counts.observe(9);
    }
    for (int i = 0; i < 200; i++) {
      counts.observe(2);
    }

    assertThat(counts.worth(1, 0.01)).isEqualTo(2);
  }

  @Test
  void manyReplicasAreCountedInSteps() {
    Counts counts = new Counts(1000);
    counts.observe(501);

    assertThat(counts.worth(1, 0.5)).isBetween(501, 516);
    counts.observe(5000);
    assertThat(counts.worth(1, 0.4)).isGreaterThanOrEqualTo(1000);
  }
}
