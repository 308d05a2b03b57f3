package dev.headroom.autoscaler.sizing.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moving windows say the same as counting the window anew. */
class MovingTest {
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 50})
  void theyAreThoseOfTheLastValues(int window) {
    Random random = new Random(window);
    MovingMax max = new MovingMax(window);
    MovingMoments moments = new MovingMoments(window);
    MovingQuantile quantile = new MovingQuantile(window);
    double[] values = random.ints(400, 0, 20).asDoubleStream().toArray();
    for (int i = 0; i < values.length; i++) {
      double[] last = Arrays.copyOfRange(values, Math.max(0, i + 1 - window), i + 1);
      Arrays.sort(last);
      moments.add(values[i]);
      quantile.add(values[i]);
      assertThat(max.add(values[i])).isEqualTo(last[last.length - 1]);
      assertThat(moments.mean()).isCloseTo(mean(last), within(1e-9));
      assertThat(quantile.quantile(1)).isEqualTo(last[last.length - 1]);
      assertThat(quantile.quantile(0)).isEqualTo(last[0]);
      assertThat(quantile.quantile(0.5))
          .isEqualTo((last[(last.length - 1) / 2] + last[last.length / 2]) / 2);
      if (last.length > 1) {
        assertThat(moments.deviation()).isCloseTo(deviation(last), within(1e-6));
      }
    }
  }

  @Test
  void withoutValuesThereIsNoAnswer() {
    assertThat(new MovingQuantile(3).quantile(0.5)).isNaN();
    assertThat(new MovingMoments(3).mean()).isNaN();
    assertThatThrownBy(() -> new MovingQuantile(0)).hasMessage("window is 0, expected 1 or more");
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1));
  }
}
