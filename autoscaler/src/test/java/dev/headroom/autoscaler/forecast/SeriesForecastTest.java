package dev.headroom.autoscaler.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesForecastTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  /** What came of the bounds of one series. */
  private record Outcome(double exceeded, double held, double wanted, String lastChosen) {}

  private static Outcome run(
      LongToDoubleFunction series, int ticks, int from, int lead, double coverage, Duration tick) {
    Calibration calibration = new Calibration(coverage);
    SeriesForecast forecast = new SeriesForecast(calibration, lead, 1000, tick);
    List<Double> bounds = new ArrayList<>();
    int exceeded = 0;
    double held = 0;
    double wanted = 0;
    for (int t = 0; t < ticks; t++) {
      double value = series.applyAsDouble(t);
      if (t >= from) {
        double bound = bounds.get(t - lead);
        exceeded += value > bound ? 1 : 0;
        held += bound;
        wanted += value;
      }
      forecast.observe(t, value);
      calibration.refresh();
      bounds.add(forecast.bound());
    }
    return new Outcome((double) exceeded / (ticks - from), held, wanted, forecast.chosen());
  }

  static Stream<Arguments> processes() {
    Random normal = new Random(1);
    Random laplace = new Random(2);
    Random walk = new Random(3);
    double[] level = {500};
    return Stream.of(
        Arguments.of(
            "independent, normal", (LongToDoubleFunction) t -> 200 + 20 * normal.nextGaussian()),
        Arguments.of(
            "independent, heavy tails",
            (LongToDoubleFunction)
                t ->
                    300
                        + 10
                            * -Math.log(1 - laplace.nextDouble())
                            * (laplace.nextBoolean() ? 1 : -1)),
        Arguments.of(
            "random walk",
            (LongToDoubleFunction)
                t -> {
                  level[0] = Math.min(900, Math.max(100, level[0] + walk.nextGaussian()));
                  return level[0];
                }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("processes")
  void theBoundHoldsAsOftenAsItShould(String name, LongToDoubleFunction process) {
    Outcome outcome = run(process, 40_000, 5_000, 2, 0.99, MINUTE);

    assertThat(outcome.exceeded()).as(name).isBetween(0.005, 0.015);
  }

  @Test
  void aBetterCoverageHoldsMore() {
    double less = run(noisy(7), 8000, 1000, 1, 0.9, MINUTE).held();
    double more = run(noisy(7), 8000, 1000, 1, 0.999, MINUTE).held();

    assertThat(more).isGreaterThan(less);
  }

  private static LongToDoubleFunction noisy(long seed) {
    Random random = new Random(seed);
    return t -> 100 + 10 * random.nextGaussian();
  }

  @Test
  void aSeasonIsFollowedWhereItPays() {
    // Half an hour a tick, from 100 to 500 and back at once each day at 08:00 and 20:00, four hours
    // ahead.
    Random random = new Random(5);
    LongToDoubleFunction day =
        t -> (t % 48 >= 16 && t % 48 < 40 ? 500 : 100) + random.nextGaussian();

    Outcome outcome = run(day, 48 * 60, 48 * 30, 8, 0.95, HALF_HOUR);

    assertThat(outcome.lastChosen()).matches("(daily|weekly)/.*");
    // Whoever only reacts holds 500 for four hours more each day, or has 400 too few for four
    // hours.
    assertThat(outcome.held() / outcome.wanted()).isLessThan(1.4);
    assertThat(outcome.exceeded()).isLessThan(0.08);
  }

  @Test
  void whatCannotBeForeseenIsMetByReaction() {
    Random random = new Random(6);
    double[] level = {500};
    LongToDoubleFunction walk =
        t -> {
          level[0] = Math.min(900, Math.max(100, level[0] + 10 * random.nextGaussian()));
          return level[0];
        };

    assertThat(run(walk, 48 * 60, 48 * 30, 1, 0.95, HALF_HOUR).lastChosen())
        .matches("(last|mean-1|trend)/.*");
  }

  @Test
  void theSameSeriesGivesTheSameBounds() {
    assertThat(run(noisy(9), 3000, 10, 3, 0.99, MINUTE))
        .isEqualTo(run(noisy(9), 3000, 10, 3, 0.99, MINUTE));
  }

  @Test
  void theBoundIsNeverBelowZeroOrAboveTheLimit() {
    Calibration calibration = new Calibration(0.999);
    SeriesForecast forecast = new SeriesForecast(calibration, 1, 50, MINUTE);
    Random random = new Random(4);
    for (int t = 0; t < 500; t++) {
      forecast.observe(t, random.nextInt(10) == 0 ? 50 : 0);
      calibration.refresh();

      assertThat(forecast.bound()).isBetween(0.0, 50.0);
    }
  }

  @Test
  void aHoleInTheSeriesIsNotScored() {
    Calibration calibration = new Calibration(0.9);
    SeriesForecast forecast = new SeriesForecast(calibration, 1, 100, MINUTE);
    for (long t = 0; t < 20; t++) {
      forecast.observe(2 * t, 10);
      calibration.refresh();
      forecast.bound();
    }

    assertThat(calibration.exceedance()).isNaN();
  }

  @Test
  void aCoverageOutsideOfZeroToOneIsRefused() {
    assertThatThrownBy(() -> new Calibration(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("coverage is 1.0, expected in (0, 1)");
  }
}
