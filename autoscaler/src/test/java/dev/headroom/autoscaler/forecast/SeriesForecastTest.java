package dev.headroom.autoscaler.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

    assertThat(forecast.exceeded()).isNaN();
    assertThat(forecast.outcomes()).isZero();
    assertThat(forecast.isCalibrated()).isFalse();
  }

  @Test
  void aBoundIsBelievedWhileItIsExceededAsOftenAsItMayBe() {
    Calibration calibration = new Calibration(0.9);
    SeriesForecast forecast = new SeriesForecast(calibration, 1, 1e12, MINUTE);
    Random random = new Random(8);
    long t = 0;
    for (; t < 400; t++) {
      assertThat(forecast.isCalibrated()).as("tick %d", t).isEqualTo(forecast.outcomes() >= 10);
      step(forecast, calibration, t, 100 + random.nextGaussian());
    }
    assertThat(forecast.exceeded()).isBetween(0.0, 0.2);
    for (; t < 440; t++) {
      step(forecast, calibration, t, 2 * forecast.bound());
    }
    assertThat(forecast.exceeded()).as("always more than the bound").isGreaterThan(0.2);
    assertThat(forecast.isCalibrated()).isFalse();
    for (; t < 1500; t++) {
      step(forecast, calibration, t, 100 + random.nextGaussian());
    }
    assertThat(forecast.isCalibrated()).as("calm again").isTrue();
  }

  private static void step(SeriesForecast forecast, Calibration calibration, long t, double value) {
    forecast.observe(t, value);
    calibration.refresh();
    forecast.bound();
  }

  /** Two days of half hours and a lead of 3, so that seasons and pending bounds are there. */
  @Test
  void whatWasWrittenGoesOnExactlyAsBefore() throws IOException {
    Calibration calibration = new Calibration(0.95);
    SeriesForecast forecast = new SeriesForecast(calibration, 3, 200, HALF_HOUR);
    Random random = new Random(3);
    for (long t = 0; t < 150; t++) {
      step(forecast, calibration, t, 50 + 40 * Math.sin(t * Math.PI / 24) + random.nextGaussian());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    calibration.write(out);
    forecast.write(out);

    Calibration other = new Calibration(0.95);
    SeriesForecast copy = new SeriesForecast(other, 3, 200, HALF_HOUR);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    other.read(in);
    copy.read(in);
    assertThat(in.read()).as("nothing is left").isEqualTo(-1);

    for (long t = 150; t < 400; t++) {
      double value = 50 + 40 * Math.sin(t * Math.PI / 24) + random.nextGaussian();
      step(forecast, calibration, t, value);
      step(copy, other, t, value);
      assertThat(copy.bound()).as("tick %d", t).isEqualTo(forecast.bound());
      assertThat(copy.chosen()).isEqualTo(forecast.chosen());
      assertThat(copy.exceeded()).isEqualTo(forecast.exceeded());
    }
  }

  @Test
  void aCoverageOutsideOfZeroToOneIsRefused() {
    assertThatThrownBy(() -> new Calibration(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("coverage is 1.0, expected in (0, 1)");
  }
}
