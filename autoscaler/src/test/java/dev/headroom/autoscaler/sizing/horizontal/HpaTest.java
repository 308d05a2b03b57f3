package dev.headroom.autoscaler.sizing.horizontal;

import static dev.headroom.autoscaler.sizing.Scopes.last;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.autoscaler.sizing.Scopes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Target tracking tick by tick. */
class HpaTest {
  private static Hpa every(int seconds) {
    return new Hpa(Scopes.one(Duration.ofSeconds(seconds)));
  }

  @Test
  void upByFourOrTwiceEach15Seconds() {
    assertThat(last(every(15), 1, 700)).isEqualTo(5);
    assertThat(last(every(15), 1, 700, 700)).isEqualTo(10);
    assertThat(last(every(15), 1, 700, 700, 700)).isEqualTo(20);
  }

  @Test
  void aLongTickHasAllItsSteps() {
    assertThat(last(every(300), 1, 70)).isEqualTo(100);
  }

  @Test
  void notAboveWhatWasSold() {
    assertThat(last(every(300), 1, 990)).isEqualTo(1000);
  }

  @Test
  void downOnlyAfterFiveMinutes() {
    Hpa hpa = every(60);
    assertThat(last(hpa, 10, 7, 0.7, 0.7, 0.7, 0.7)).isEqualTo(10);
    assertThat(hpa.decide(5, new double[] {0.7}, 10)).isEqualTo(1);
  }

  @Test
  void itNeverStopsAWorkload() {
    assertThat(last(every(300), 3, 0, 0, 0)).isEqualTo(1);
  }

  @Test
  void withoutReportsNothingChanges() {
    assertThat(last(every(300), 10, 7, Double.NaN, Double.NaN)).isEqualTo(10);
  }

  @Test
  void shortTicksAreAveraged() {
    assertThat(last(every(5), 10, 0, 14)).isEqualTo(10);
    assertThat(last(every(5), 10, 0, 14, 14)).isEqualTo(14);
  }
}
