package dev.headroom.autoscaler.sizing.horizontal;

import static dev.headroom.autoscaler.sizing.Scopes.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From none to one, and back. */
class KedaTest {
  private static Keda every(int seconds, boolean mayStop) {
    return new Keda(Scopes.one(Duration.ofSeconds(seconds), mayStop));
  }

  @Test
  void startsAtAPoll() {
    assertThat(last(every(15, true), 0, 0.5)).isZero();
    assertThat(last(every(15, true), 0, 0.5, 0)).isEqualTo(1);
  }

  @Test
  void aboveOneItTracksATarget() {
    assertThat(last(every(60, true), 0, 7, 7)).isEqualTo(10);
  }

  @Test
  void stopsAfterFiveMinutes() {
    assertThat(last(every(60, true), 0, 0.5, 0, 0, 0, 0)).isEqualTo(1);
    assertThat(last(every(60, true), 0, 0.5, 0, 0, 0, 0, 0)).isZero();
    assertThat(last(every(60, false), 0, 0.5, 0, 0, 0, 0, 0)).isEqualTo(1);
  }

  @Test
  void withoutReportsNothingStops() {
    double none = Double.NaN;
    assertThat(last(every(300, true), 0, 0.5, none, none, none)).isEqualTo(1);
    assertThat(last(every(300, true), 0, none, none)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "STATIC, 5, 3, 5",
    "CURRENT_REPLICAS, 5, 3, 3",
    "CURRENT_REPLICAS_IF_HIGHER, 5, 3, 5",
    "CURRENT_REPLICAS_IF_HIGHER, 5, 8, 8",
    "CURRENT_REPLICAS_IF_LOWER, 5, 3, 3",
    "CURRENT_REPLICAS_IF_LOWER, 5, 8, 5",
  })
  void fallback(Fallback fallback, int configured, int current, int replicas) {
    assertThat(fallback.replicas(configured, current)).isEqualTo(replicas);
  }
}
