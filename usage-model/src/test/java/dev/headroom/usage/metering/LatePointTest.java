package dev.headroom.usage.metering;

import static dev.headroom.usage.metering.MeteredResource.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when, to the nanosecond, a point that comes late is still wanted. */
class LatePointTest {

  private static final String REQUESTS =
      "{name: requests, unit: \"{request}\", aggregation: sum, window: 1m, staleness: 2m,"
          + " from: [{metric: requests, unit: \"{request}\"}]}";

  private static final TestSeries COUNTER =
      new TestSeries("requests", "{request}", MetricKind.CUMULATIVE_COUNTER, false, Map.of());
  private static final TestSeries DELTA =
      new TestSeries("requests", "{request}", MetricKind.DELTA_COUNTER, false, Map.of());

  private static Point counter(long time) {
    return new Point(COUNTER, time, 0, BigDecimal.valueOf(Math.floorDiv(time - at(0), 1_000_000)));
  }

  /** Points are seconds in the order of their arrival; the last is the one that is asked about. */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource({
    "'settled time is closed only behind it',    0 10 20 80 15,              counted",
    "'and closed then',                          0 10 20 80+1 15,            covered",
    "'a late point settles when it came',        10 20 30 0 90 5,            counted",
    "'and not before',                           10 20 30 0 90+1 5,          covered",
    "'exactly the staleness is no gap',          0 120 240 400 60,           covered",
    "'a little more is one',                     0 120+1 240 400 60,         counted",
    "'the horizon to the nanosecond',            0 1000 11799 999,           counted",
    "'beyond it',                                0 1000 11799 999-1,         beyond-horizon",
    "'what the horizon has passed is forgotten', 0 1000 11800 500,           covered",
    "'but no more than that',                    0 1000 11800 1000+1,        counted",
    "'one after the other',                      0 1000 2000 12799 1500,     beyond-horizon",
    "'the newest again',                         0 10 20 20,                 repeated",
    "'an older one again',                       0 10 20 10,                 repeated",
    "'the first again',                          0 10 20 0,                  repeated",
    "'a forgotten one again',                    0 10 20 90 10,              covered",
    "'before the first',                         100 110 50,                 counted"
  })
  void aCounter(String what, String arrivals, String outcome) throws Exception {
    MeteredResource resource = new MeteredResource(REQUESTS);
    String[] seconds = arrivals.split(" ", -1);
    for (int i = 0; i < seconds.length - 1; i++) {
      assertThat(resource.outcome(counter(at(seconds[i])))).isEqualTo("counted");
    }
    assertThat(resource.outcome(counter(at(seconds[seconds.length - 1])))).isEqualTo(outcome);
  }

  /** Points are {@code time/start}; a start of {@code -} is none. */
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource({
    "'half a length may be missing',     100/0 250/150 350/250 450/350 120/110,         covered",
    "'a little more leaves a gap',       100/0 250+1/150+1 350/250 450/350 120/110,     counted",
    "'half, rounded down',               100/0 250/150+1 350/250 450/350 120/110,       counted",
    "'without a length, the staleness',  0/0 100/100 200/200 300/300 50/50,             covered",
    "'without a start, the staleness',   0/- 200/- 400/- 600/- 100/-,                   counted"
  })
  void aDelta(String what, String arrivals, String outcome) throws Exception {
    MeteredResource resource = new MeteredResource(REQUESTS);
    String told = "";
    for (String arrival : arrivals.split(" ", -1)) {
      String[] parts = arrival.split("/", -1);
      long start = parts[1].equals("-") ? 0 : at(parts[1]);
      told = resource.outcome(new Point(DELTA, at(parts[0]), start, BigDecimal.ONE));
    }
    assertThat(told).isEqualTo(outcome);
  }

  private static final MeteringLimits MONTH =
      new MeteringLimits(Duration.ofMinutes(1), Duration.ofDays(31), Duration.ZERO);

  /** So far apart that a point might come between any two. */
  private static List<Point> apart(int count) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(counter(at(200L * i)));
    }
    return points;
  }

  @Test
  void ofPointsThatAllMustBeKeptTheOldestAreForgottenInTheEnd() throws Exception {
    MeteredResource full = new MeteredResource(REQUESTS).limits(MONTH);
    full.apply(apart(Series.MAX_KEPT));
    assertThat(full.outcome(counter(at(100)))).as("still wanted").isEqualTo("counted");
    assertThat(full.outcome(counter(at(50)))).as("one too many was kept").isEqualTo("covered");
    assertThat(full.outcome(counter(at(150)))).isEqualTo("counted");
    assertThat(full.outcome(counter(at(100)))).isEqualTo("covered");

    MeteredResource fuller = new MeteredResource(REQUESTS).limits(MONTH);
    fuller.apply(apart(Series.MAX_KEPT + 1));
    assertThat(fuller.outcome(counter(at(100)))).isEqualTo("covered");
    assertThat(fuller.outcome(counter(at(300)))).isEqualTo("counted");
    fuller.throughBytes();
    assertThat(fuller.outcome(counter(at(300)))).isEqualTo("repeated");
    assertThat(fuller.outcome(counter(at(250)))).isEqualTo("covered");
    assertThat(fuller.outcome(counter(at(500)))).isEqualTo("counted");
  }
}
