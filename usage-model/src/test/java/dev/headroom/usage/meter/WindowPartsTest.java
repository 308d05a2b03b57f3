package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sample stands for a window. */
class WindowPartsTest {

  private static List<BigInteger> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(BigInteger::new).toList();
  }

  /** An hour has twelve samples of five minutes; those that are not told are zero. */
  @ParameterizedTest
  @CsvSource({
    "100, '', 0",
    "95, 7, 7",
    "91, 7, 0",
    "95, 1 2 3 4 5 6 7 8 9 10 11 12, 12",
    "91, 12 11 10 9 8 7 6 5 4 3 2 1, 11",
    "91.7, 1 2 3 4 5 6 7 8 9 10 11 12, 12",
    "50, 1 2 3 4 5 6 7 8 9 10 11 12, 6",
    "50.1, 1 2 3 4 5 6 7 8 9 10 11 12, 7",
    "50, 5 6 7 8 9 10 11, 5",
    "0.1, 5 6, 0",
    "0.1, -5 6, -5",
    "17, -5 6, 0",
    "100, -5 -6, 0",
    "100, -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -2, -1"
  })
  void nearestRank(BigDecimal percentile, String samples, BigInteger expected) {
    WindowParts.Samples parts = new WindowParts.Samples(Duration.ofMinutes(5), percentile);
    assertThat(parts.choose(numbers(samples), 12)).isEqualTo(expected);
  }

  /** Burstable billing: of a month's 8640 samples, the 432 greatest are not billed. */
  @Test
  void theNinetyFifthPercentileLeavesOutTheGreatestTwentieth() {
    List<BigInteger> samples =
        new java.util.ArrayList<>(
            IntStream.rangeClosed(1, 8640).mapToObj(BigInteger::valueOf).toList());
    Collections.shuffle(samples, new Random(1));
    WindowParts.Samples parts =
        new WindowParts.Samples(Duration.ofMinutes(5), BigDecimal.valueOf(95));
    assertThat(parts.choose(samples, 8640)).isEqualTo(BigInteger.valueOf(8208));
  }
}
