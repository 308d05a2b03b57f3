package dev.headroom.collectors.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantities as pod specs have them. */
class PodQuantityTest {
  @ParameterizedTest
  @CsvSource({
    "2, 9, 2000000000",
    "500m, 9, 500000000",
    "0.5, 9, 500000000",
    "100u, 9, 100000",
    "1n, 9, 1",
    "128Mi, 0, 134217728",
    "1.5Gi, 0, 1610612736",
    "12e6, 0, 12000000",
    "1E3, 0, 1000",
    "1E, 0, 1000000000000000000",
    "64k, 0, 64000",
    "1500m, 0, 2",
    "0, 0, 0"
  })
  void readsWhatKubernetesWrites(String text, int digits, long parts) {
    assertThat(PodQuantity.parse(text, digits)).contains(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1x", "1Gib", "99Ei", "1e99", "NaN"})
  void refusesTheRest(String text) {
    assertThat(PodQuantity.parse(text, 9)).isEmpty();
  }
}
