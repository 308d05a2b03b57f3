package dev.headroom.usage.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where windows begin and end, by the clock on the tenant's wall. */
class WindowGridTest {

  private static final long SECOND = 1_000_000_000L;

  private static final List<WindowLength> LENGTHS =
      List.of(
          WindowLength.of(Duration.ofMinutes(1)),
          WindowLength.of(Duration.ofMinutes(15)),
          WindowLength.of(Duration.ofHours(1)),
          WindowLength.of(Duration.ofHours(6)),
          WindowLength.of(Duration.ofDays(1)),
          WindowLength.Calendar.DAY,
          WindowLength.Calendar.MONTH);

  private static long nanos(String time) {
    return OffsetDateTime.parse(time).toEpochSecond() * SECOND;
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / SECOND);
  }

  /** The first window that begins at or after {@code from}, and how long it is. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "UTC,                 day,   2026-03-29T12:00:00Z,      2026-03-29T00:00:00Z,      PT24H",
    "UTC,                 month, 2026-02-10T12:00:00Z,      2026-02-01T00:00:00Z,      PT672H",
    // 29 March 2026: clocks from 02:00 to 03:00; 25 October: from 03:00 to 02:00.
    "Europe/Berlin,       day,   2026-03-28T12:00:00+01:00, 2026-03-28T00:00:00+01:00, PT24H",
    "Europe/Berlin,       day,   2026-03-29T12:00:00+02:00, 2026-03-29T00:00:00+01:00, PT23H",
    "Europe/Berlin,       day,   2026-10-25T12:00:00+01:00, 2026-10-25T00:00:00+02:00, PT25H",
    "Europe/Berlin,       month, 2026-03-31T23:59:59+02:00, 2026-03-01T00:00:00+01:00, PT743H",
    "Europe/Berlin,       month, 2026-04-01T00:00:00+02:00, 2026-04-01T00:00:00+02:00, PT720H",
    "Europe/Berlin,       month, 2026-10-31T23:59:59+01:00, 2026-10-01T00:00:00+02:00, PT745H",
    "Europe/Berlin,       1h,    2026-10-25T02:30:00+02:00, 2026-10-25T02:00:00+02:00, PT1H",
    "Europe/Berlin,       1h,    2026-10-25T02:30:00+01:00, 2026-10-25T02:00:00+01:00, PT1H",
    "Europe/Berlin,       6h,    2026-03-29T06:30:00+02:00, 2026-03-29T00:00:00+01:00, PT6H",
    "Europe/Berlin,       6h,    2026-03-29T23:30:00+02:00, 2026-03-29T19:00:00+02:00, PT5H",
    "Europe/Berlin,       6h,    2026-10-25T23:30:00+01:00, 2026-10-25T23:00:00+01:00, PT1H",
    "Europe/Berlin,       1d,    2026-10-25T12:00:00+01:00, 2026-10-25T00:00:00+02:00, PT24H",
    "Europe/Berlin,       1d,    2026-10-25T23:00:00+01:00, 2026-10-25T23:00:00+01:00, PT1H",
    "Europe/Berlin,       1d,    2026-03-29T12:00:00+02:00, 2026-03-29T00:00:00+01:00, PT23H",
    // 8 March and 1 November 2026, both at 02:00.
    "America/New_York,    day,   2026-03-08T12:00:00-04:00, 2026-03-08T00:00:00-05:00, PT23H",
    "America/New_York,    day,   2026-11-01T12:00:00-05:00, 2026-11-01T00:00:00-04:00, PT25H",
    "America/New_York,    month, 2026-11-15T12:00:00-05:00, 2026-11-01T00:00:00-04:00, PT721H",
    "America/New_York,    month, 2026-03-01T00:00:00-05:00, 2026-03-01T00:00:00-05:00, PT743H",
    // No change of clocks, but half an hour off.
    "Asia/Kolkata,        day,   2026-03-29T12:00:00+05:30, 2026-03-29T00:00:00+05:30, PT24H",
    "Asia/Kolkata,        month, 2026-03-01T00:00:00+05:30, 2026-03-01T00:00:00+05:30, PT744H",
    "Asia/Kolkata,        1h,    2026-03-29T12:10:00+05:30, 2026-03-29T12:00:00+05:30, PT1H",
    // Half an hour, on 5 April and 4 October 2026 at 02:00.
    "Australia/Lord_Howe, day,   2026-04-05T12:00:00+10:30, 2026-04-05T00:00:00+11:00, PT24H30M",
    "Australia/Lord_Howe, day,   2026-10-04T12:00:00+11:00, 2026-10-04T00:00:00+10:30, PT23H30M",
    "Australia/Lord_Howe, month, 2026-04-30T12:00:00+10:30, 2026-04-01T00:00:00+11:00, PT720H30M",
    "Australia/Lord_Howe, 1h,    2026-10-04T02:45:00+11:00, 2026-10-04T02:30:00+11:00, PT1H",
    "Australia/Lord_Howe, 1h,    2026-10-04T23:45:00+11:00, 2026-10-04T23:30:00+11:00, PT30M",
    // Clocks are set forward at midnight: the day begins at 01:00.
    "Africa/Cairo,        day,   2026-04-24T12:00:00+03:00, 2026-04-24T01:00:00+03:00, PT23H",
    // A day that never was: the island changed to the other side of the date line.
    "Pacific/Apia,        day,   2011-12-29T12:00:00-10:00, 2011-12-29T00:00:00-10:00, PT24H",
    "Pacific/Apia,        month, 2011-12-31T12:00:00+14:00, 2011-12-01T00:00:00-10:00, PT720H"
  })
  void golden(String zone, String length, String time, String start, Duration lasts) {
    WindowGrid grid = WindowGrid.of(ZoneId.of(zone));
    WindowLength window = WindowLength.parse(length);
    long begins = grid.start(window, nanos(time));
    assertThat(instant(begins)).isEqualTo(instant(nanos(start)));
    assertThat(Duration.ofNanos(grid.end(window, begins) - begins)).isEqualTo(lasts);
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,                 5m,  month, 2026-04-10T00:00:00Z,      8640",
    "Europe/Berlin,       5m,  month, 2026-03-10T00:00:00+01:00, 8916",
    "Europe/Berlin,       5m,  month, 2026-10-10T00:00:00+02:00, 8940",
    "Europe/Berlin,       5m,  1h,    2026-10-25T02:10:00+01:00, 12",
    "Europe/Berlin,       1h,  day,   2026-10-25T02:10:00+01:00, 25",
    "Europe/Berlin,       2h,  day,   2026-10-25T02:10:00+01:00, 13",
    "Australia/Lord_Howe, 30m, day,   2026-04-05T12:00:00+10:30, 49",
    "Australia/Lord_Howe, 1h,  day,   2026-10-04T12:00:00+11:00, 24",
    "Australia/Lord_Howe, 1h,  month, 2026-10-04T12:00:00+11:00, 744"
  })
  void samples(String zone, String sample, String window, String time, int expected) {
    WindowGrid grid = WindowGrid.of(ZoneId.of(zone));
    WindowLength length = WindowLength.parse(window);
    WindowLength.Fixed each = (WindowLength.Fixed) WindowLength.parse(sample);
    long start = grid.start(length, nanos(time));
    long end = grid.end(length, start);
    assertThat(grid.samples(each.length(), start / SECOND, end / SECOND)).isEqualTo(expected);
  }

  /** In any zone, at any time: windows follow each other without a gap, and nest. */
  @Test
  void windowsNest() {
    long seed = new Random().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    List<String> zones = new ArrayList<>(ZoneId.getAvailableZoneIds());
    zones.sort(null);
    long until = nanos("2040-01-01T00:00:00Z");
    for (int round = 0; round < 5000; round++) {
      WindowGrid grid = WindowGrid.of(ZoneId.of(zones.get(random.nextInt(zones.size()))));
      long time = random.nextLong(until);
      for (int i = 0; i < LENGTHS.size(); i++) {
        long start = grid.start(LENGTHS.get(i), time);
        long end = grid.end(LENGTHS.get(i), start);
        assertThat(time).as("seed %d", seed).isBetween(start, end - 1);
        assertThat(grid.start(LENGTHS.get(i), end - 1)).as("seed %d", seed).isEqualTo(start);
        assertThat(grid.start(LENGTHS.get(i), end)).as("seed %d", seed).isEqualTo(end);
        int outer = i + random.nextInt(LENGTHS.size() - i);
        long outerStart = grid.start(LENGTHS.get(outer), time);
        assertThat(outerStart).as("seed %d", seed).isLessThanOrEqualTo(start);
        assertThat(grid.end(LENGTHS.get(outer), outerStart))
            .as("seed %d", seed)
            .isGreaterThanOrEqualTo(end);
      }
    }
  }

  @Test
  void monthsAreThoseOfTheZone() {
    WindowGrid berlin = WindowGrid.of(ZoneId.of("Europe/Berlin"));
    long lastHour = nanos("2026-02-28T23:30:00Z") / SECOND;
    assertThat(berlin.month(lastHour)).hasToString("2026-03");
    assertThat(WindowGrid.UTC.month(lastHour)).hasToString("2026-02");
  }

  @Test
  void theFingerprintFollowsTheZone() {
    assertThat(WindowGrid.of(ZoneOffset.UTC).fingerprint())
        .isEqualTo(WindowGrid.of(ZoneId.of("Etc/UTC")).fingerprint())
        .isNotEqualTo(WindowGrid.of(ZoneId.of("Europe/Berlin")).fingerprint());
    assertThat(WindowGrid.of(ZoneId.of("Europe/Paris")).fingerprint())
        .isNotEqualTo(WindowGrid.of(ZoneId.of("Europe/Berlin")).fingerprint());
  }
}
