package dev.headroom.usage.metering;

import static dev.headroom.usage.metering.MeteredResource.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.MetricKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a silent series is forgotten, and what is remembered of it nevertheless. */
class ForgettingTest {

  private static final String REQUESTS =
      "{name: requests, unit: \"{request}\", aggregation: sum, window: 1m, staleness: 2m,"
          + " from: [{metric: requests, unit: \"{request}\"}]}";

  /** Horizon and reorder together. */
  private static final long SILENCE_MINUTES = 181;

  private final MeteredResource resource = new MeteredResource(REQUESTS);

  private static TestSeries series(String id) {
    return new TestSeries(
        "requests", "{request}", MetricKind.CUMULATIVE_COUNTER, false, Map.of("id", id));
  }

  private static Point point(String id, long time, long start, long value) {
    return new Point(series(id), time, start, BigDecimal.valueOf(value));
  }

  /** A point that comes at the time it has. */
  private String live(String id, long minute) throws Exception {
    resource.now(Duration.ofMinutes(minute));
    return resource.outcome(point(id, at(60 * minute), at(-60), 100 + minute));
  }

  @Test
  void aSeriesIsForgottenAfterTheHorizonAndNotBefore() throws Exception {
    live("a", 0);
    live("b", SILENCE_MINUTES + 1);
    assertThat(resource.usage().seriesCount()).isEqualTo(2);
    assertThat(resource.outcome(point("c", at(0), at(-60), 0))).as("new").isEqualTo("counted");
    live("b", SILENCE_MINUTES + 2);
    assertThat(resource.usage().seriesCount()).as("looked after once an hour").isEqualTo(3);
    live("b", SILENCE_MINUTES + 1 + 59);
    assertThat(resource.usage().seriesCount()).isEqualTo(3);
    live("b", SILENCE_MINUTES + 1 + 60);
    assertThat(resource.usage().seriesCount()).isEqualTo(2);
  }

  @Test
  void aSeriesIsForgottenAsSoonAsTheHorizonHasPassed() throws Exception {
    live("a", 0);
    live("b", SILENCE_MINUTES + 2);
    assertThat(resource.usage().seriesCount()).isEqualTo(1);
  }

  @Test
  void withASeriesThatIsForgottenNoOtherIs() throws Exception {
    live("a", 0);
    live("b", 1);
    live("c", SILENCE_MINUTES + 2);
    assertThat(resource.usage().seriesCount()).isEqualTo(2);
    assertThat(resource.outcome(point("b", at(60), at(-60), 101))).isEqualTo("repeated");
  }

  @Test
  void whatASeriesWasHeardOfIsInItsState() throws Exception {
    live("a", 0);
    resource.throughBytes();
    live("b", SILENCE_MINUTES + 1);
    assertThat(resource.usage().seriesCount()).isEqualTo(2);
    resource.throughBytes();
    live("b", SILENCE_MINUTES + 1 + 59);
    assertThat(resource.usage().seriesCount()).isEqualTo(2);
    resource.throughBytes();
    live("b", SILENCE_MINUTES + 1 + 60);
    assertThat(resource.usage().seriesCount()).isEqualTo(1);
  }

  @Test
  void aSeriesThatReportsIsNeverForgotten() throws Exception {
    int minutes = 3 * 1440;
    for (int minute = 0; minute <= minutes; minute += 20) {
      assertThat(live("a", minute)).isEqualTo("counted");
    }
    assertThat(resource.outcomes().flagged).isEmpty();
    assertThat(resource.total("requests")).isEqualTo(Integer.toString(100 + minutes));
    assertThat(resource.outcome(point("new", at(60), at(0), 1)))
        .as("nothing was forgotten")
        .isEqualTo("counted");
  }

  /** Forgets series of the newest time zero. */
  private void forget() throws Exception {
    resource.now(Duration.ZERO);
    resource.apply(point("old", at(-10), at(-20), 7), point("older", at(-20), at(-30), 8));
    resource.apply(point("old", at(0), at(-20), 9));
    assertThat(resource.total("requests")).isEqualTo("17");
    resource.now(Duration.ofHours(5));
    resource.apply(point("another", at(0) + 1, at(0), 0));
    assertThat(resource.usage().seriesCount()).isEqualTo(1);
  }

  @Test
  void timeOfForgottenSeriesStaysCovered() throws Exception {
    forget();
    assertThat(resource.outcome(point("old", at(0), at(-20), 9))).isEqualTo("beyond-horizon");
    assertThat(resource.outcomes().details.toString())
        .contains("time 2026-03-01T10:00:00Z lies further behind its series than the horizon");
    resource.throughBytes();
    assertThat(resource.outcome(point("old", at(0), at(-20), 9))).isEqualTo("beyond-horizon");
    assertThat(resource.outcome(point("old", at(0) + 1, at(-20), 10))).isEqualTo("counted");
    assertThat(resource.total("requests")).isEqualTo("17");
  }

  @Test
  void aNewSeriesBringsAlongOnlyWhatCantHaveBeenMetered() throws Exception {
    forget();
    resource.apply(point("from then on", at(3600), at(0), 100));
    assertThat(resource.outcomes().flagged).isEmpty();
    resource.apply(point("from before", at(3600), at(0) - 1, 1000));
    assertThat(resource.outcomes().flagged).isEqualTo(Map.of(PointFlag.UNKNOWN_HISTORY, 1));
    assertThat(resource.total("requests")).isEqualTo("117");
  }

  /** A point before its first takes back what that one brought along, and nothing else. */
  @Test
  void whatASeriesBroughtAlongIsTakenBackAsItCame() throws Exception {
    forget();
    resource.apply(point("from before", at(3600), at(0) - 1, 1000));
    resource.throughBytes();
    resource.apply(point("from before", at(3500), at(0) - 1, 900));
    assertThat(resource.total("requests")).isEqualTo("117");
  }
}
