package dev.headroom.autoscaler.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryDemandTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final WorkloadId WORKLOAD = new WorkloadId("acme", "db");

  private final MemoryDemand demand = new MemoryDemand(Duration.ofMinutes(3));

  private static Instant minute(int number) {
    return START.plus(Duration.ofMinutes(number));
  }

  private static MemoryPoint point(
      MemoryMetric metric, int series, @Nullable Instant start, int minute, long value) {
    return new MemoryPoint(
        WORKLOAD,
        metric,
        new Identity(series, 1),
        start,
        minute(minute),
        BigDecimal.valueOf(value));
  }

  private void level(MemoryMetric metric, int series, int minute, long bytes) {
    demand.add(point(metric, series, null, minute, bytes));
  }

  private void kills(int minute, Instant start, long number) {
    demand.add(point(MemoryMetric.OOM_KILLS, 1, start, minute, number));
  }

  private void assertPeak(int minute, long bytes) {
    assertThat(demand.at(minute(minute)).peak()).isEqualByComparingTo(BigDecimal.valueOf(bytes));
  }

  @Test
  void theGreatestReporterOfADayCounts() {
    level(MemoryMetric.CONTAINER, 1, 0, 100);
    level(MemoryMetric.CONTAINER, 2, 1, 300);
    level(MemoryMetric.CONTAINER, 1, 2, 200);
    assertPeak(2, 300);
    level(MemoryMetric.CONTAINER, 1, 24 * 60 + 59, 50);
    assertPeak(24 * 60 + 59, 300);
    level(MemoryMetric.CONTAINER, 1, 25 * 60, 60);
    assertPeak(25 * 60, 60);
  }

  @Test
  void whatIsYetToComeDoesNotCountYet() {
    level(MemoryMetric.CONTAINER, 1, 0, 100);
    level(MemoryMetric.CONTAINER, 1, 5, 900);
    assertPeak(4, 100);
    assertPeak(5, 900);
  }

  @Test
  void aPodsMemoryContainsItsContainers() {
    level(MemoryMetric.POD, 1, 0, 500);
    assertPeak(0, 500);
    level(MemoryMetric.CONTAINER, 2, 1, 200);
    level(MemoryMetric.POD, 1, 2, 700);
    assertPeak(2, 200);
  }

  @Test
  void itIsFreshForAWhile() {
    assertThat(demand.at(minute(0))).isEqualTo(new MemoryDemand.Known(null, false, 0));
    level(MemoryMetric.POD, 1, 0, 500);
    assertThat(demand.at(minute(3)).isFresh()).isTrue();
    assertThat(demand.at(minute(4)).isFresh()).isFalse();
  }

  @Test
  void killsAreCountedOnceFromTheFirstValueOn() {
    kills(0, START, 7);
    assertThat(demand.at(minute(0)).kills()).isZero();
    kills(1, START, 9);
    assertThat(demand.at(minute(1)).kills()).isEqualTo(2);
    kills(1, START, 9);
    kills(0, START, 8);
    assertThat(demand.at(minute(2)).kills()).isZero();
    kills(3, minute(2), 1);
    assertThat(demand.at(minute(3)).kills()).isEqualTo(1);
    kills(4, START, 12);
    assertThat(demand.at(minute(4)).kills()).isZero();
  }

  @Test
  void aCounterThatSaidNothingForADayBeginsAnew() {
    kills(0, START, 7);
    assertThat(demand.at(minute(0)).kills()).isZero();
    kills(24 * 60, START, 8);
    assertThat(demand.at(minute(24 * 60)).kills()).isEqualTo(1);
    demand.at(minute(49 * 60));
    kills(49 * 60 + 1, START, 12);
    assertThat(demand.at(minute(49 * 60 + 1)).kills()).isZero();
  }

  /** After a restart the points of the last minutes are read again. */
  @Test
  void whatIsReadAgainAfterARestartCountsOnce() throws IOException {
    level(MemoryMetric.POD, 1, 0, 500);
    kills(0, START, 1);
    kills(1, START, 2);
    assertThat(demand.at(minute(1)).kills()).isEqualTo(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    demand.write(new DataOutputStream(bytes));
    MemoryDemand after = new MemoryDemand(Duration.ofMinutes(3));
    after.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    after.add(point(MemoryMetric.OOM_KILLS, 1, START, 0, 1));
    after.add(point(MemoryMetric.OOM_KILLS, 1, START, 1, 2));
    after.add(point(MemoryMetric.OOM_KILLS, 1, START, 2, 3));
    assertThat(after.at(minute(2)))
        .isEqualTo(new MemoryDemand.Known(BigDecimal.valueOf(500), true, 1));
  }
}
