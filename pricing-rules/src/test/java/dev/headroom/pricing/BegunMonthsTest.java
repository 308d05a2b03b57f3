package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BegunMonthsTest {
  private static List<LocalDate> days(String days) {
    return Stream.of(days.split(" ", -1)).map(LocalDate::parse).toList();
  }

  private static List<YearMonth> months(String months) {
    return Stream.of(months.split(" ", -1)).map(YearMonth::parse).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-03-14, UTC, 2025-03",
    "2025-03-14 2025-03-31, UTC, 2025-03",
    "2025-03-31 2025-04-01, UTC, 2025-03 2025-04",
    // Nobody used anything in April and May.
    "2025-03-14 2025-06-01, UTC, 2025-03 2025-04 2025-05 2025-06",
    // A year apart, and one month more.
    "2024-06-30 2025-06-01, UTC, 2024-06 2024-07 2024-08 2024-09 2024-10 2024-11 2024-12 2025-01 2025-02 2025-03 2025-04 2025-05 2025-06",
    "2024-05-31 2025-06-01, UTC, 2024-05 2025-06",
    "1970-01-01 2025-03-14, UTC, 1970-01 2025-03",
    // 2025-04-01T00:00Z is still March in New York, and April has begun in Auckland a day before.
    "2025-04-01, America/New_York, 2025-03",
    "2025-04-01 2025-04-02, America/New_York, 2025-03 2025-04",
    "2025-03-31, Pacific/Auckland, 2025-03",
    "2025-04-01, Pacific/Auckland, 2025-04",
  })
  void monthsBeginByDaysWithUsage(String days, ZoneId zone, String months) {
    assertThat(BegunMonths.of(days(days)).in(zone)).containsExactlyElementsOf(months(months));
  }

  @Test
  void theOrderInWhichDaysAreKnownDoesNotMatter() {
    BegunMonths late =
        BegunMonths.NONE
            .and(LocalDate.parse("2025-12-01"))
            .and(LocalDate.parse("2024-06-01"))
            .and(LocalDate.parse("2025-03-01"));
    assertThat(late.in(ZoneOffset.UTC))
        .isEqualTo(BegunMonths.of(days("2024-06-01 2025-03-01 2025-12-01")).in(ZoneOffset.UTC))
        .hasSize(19);
    assertThat(late.isKnown(LocalDate.parse("2025-03-01"))).isTrue();
    assertThat(late.isKnown(LocalDate.parse("2025-03-02"))).isFalse();
    assertThat(BegunMonths.NONE.in(ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void aTenantIsBilledForMonthsInWhichItHasASubscription() {
    Tenant tenant =
        new Tenant(
            "acme",
            "Acme",
            List.of(
                new Subscription(
                    "a",
                    Instant.parse("2025-04-10T00:00:00Z"),
                    Instant.parse("2025-05-01T00:00:00Z")),
                new Subscription("b", Instant.parse("2025-06-30T00:00:00Z"), null)));
    assertThat(BegunMonths.of(days("2025-03-14 2025-07-01")).of(tenant))
        .containsExactlyElementsOf(months("2025-04 2025-06 2025-07"));
  }
}
