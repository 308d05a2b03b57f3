package dev.headroom.cli.quickstart.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraceTest {
  private final Trace trace = Trace.shipped();

  @Test
  void holdsEveryRequestOfItsDays() {
    assertThat(trace.steps()).isEqualTo(36 * 288);
    assertThat(IntStream.range(0, trace.steps()).mapToLong(trace::requests).sum())
        .isEqualTo(1_191_947_851L);
  }

  @Test
  void isMovedByWholeWeeksToTheYear2026() {
    assertThat(trace.start()).isEqualTo(Instant.parse("2026-06-08T00:00:00Z"));
    assertThat(trace.end()).isEqualTo(Instant.parse("2026-07-14T00:00:00Z"));
  }

  @Test
  void countsTheStepsThatHaveEnded() {
    assertThat(trace.stepsUntil(trace.start())).isZero();
    assertThat(trace.stepsUntil(Instant.parse("2026-06-08T00:09:59Z"))).isEqualTo(1);
    assertThat(trace.stepsUntil(Instant.parse("2026-06-08T00:10:00Z"))).isEqualTo(2);
    assertThat(trace.stepsUntil(Instant.parse("2030-01-01T00:00:00Z"))).isEqualTo(trace.steps());
    assertThat(trace.stepsUntil(Instant.parse("2020-01-01T00:00:00Z"))).isZero();
  }
}
