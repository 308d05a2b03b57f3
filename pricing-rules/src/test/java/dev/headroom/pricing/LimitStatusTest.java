package dev.headroom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.headroom.usage.meter.WindowLength;
import dev.headroom.usage.yaml.InvalidInputException;
import dev.headroom.usage.yaml.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The book has 1 for a month and 0.50 for a call. */
class LimitStatusTest {
  private static final Map<String, String> METERS = Map.of("calls", "{call}", "cpu", "s");
  private static final Map<String, PriceBook> BOOKS =
      Map.of(
          "b",
          PriceBook.parse(
              "b.yaml",
              """
              apiVersion: headroom.dev/v1
              kind: PriceBook
              id: b
              name: B
              mode: serverless
              source: Made up
              sourceDate: 2026-01-01
              currency: EUR
              lines:
                - {id: plan, description: Plan, prorate: none, prices: [{from: 2026-01-01, price: 1}]}
                - {id: calls, description: Calls, meter: calls, unit: "{call}", prices: [{from: 2026-01-01, price: 0.5}]}
              """,
              METERS));
  private static final String TENANT =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: acme
          timeZone: Europe/Berlin
          subscriptions:
            - book: b
              from: 2026-01-01T00:00:00+01:00
              to: 2026-03-20T00:00:00+01:00
            - book: b
              from: 2026-03-20T00:00:00+01:00
              limits:
                - {id: budget, budget: 3, action: read-only}
                - {id: daily, meter: calls, unit: "10*1.{call}", quota: "1/2", per: day, action: throttle}
                - {id: hourly, meter: calls, unit: "{call}", quota: 3.000000001, per: hour, action: notify}
                - {id: cpu, meter: cpu, unit: h, quota: 1, action: notify}
      """;

  private final Map<String, WindowLength> windows = new HashMap<>();

  private static UsageQuantity calls(String start, String quantity) {
    Instant time = Instant.parse(start);
    BigDecimal calls = new BigDecimal(quantity);
    return new UsageQuantity("calls", time, time.plusSeconds(3600), Map.of(), calls, "{call}");
  }

  private static List<String> status(UsageQuantity... usage) {
    Tenant tenant = Tenants.parse("t.yaml", TENANT, BOOKS, METERS).find("acme").orElseThrow();
    YearMonth march = YearMonth.of(2026, 3);
    Invoice invoice = Invoice.of(BOOKS, tenant, march, List.of(usage));
    List<String> said = new ArrayList<>();
    for (LimitStatus s : LimitStatus.of(tenant, invoice, List.of(), List.of(usage))) {
      said.add(
          "%s %s/%s %s %s %s..%s"
              .formatted(
                  s.limit().id(),
                  s.reached().stripTrailingZeros().toPlainString(),
                  s.most().stripTrailingZeros().toPlainString(),
                  s.unit(),
                  s.isReached(),
                  s.from(),
                  s.to()));
    }
    return said;
  }

  @Test
  void limitsAreThoseOfTheCycleThatHoldsTheNewestUsage() {
    assertThat(
            status(
                calls("2026-03-28T22:00:00Z", "7"), // 28 March there, 23:00
                calls("2026-03-28T23:00:00Z", "2"),
                calls("2026-03-29T20:00:00Z", "3")))
        .containsExactly(
            "budget 7/3 EUR true 2026-03-19T23:00:00Z..2026-03-31T22:00:00Z",
            // a day of 23 hours
            "daily 0.5/0.5 10*1.{call} true 2026-03-28T23:00:00Z..2026-03-29T22:00:00Z",
            "hourly 3/3.000000001 {call} false 2026-03-29T20:00:00Z..2026-03-29T21:00:00Z",
            "cpu 0/1 h false 2026-03-19T23:00:00Z..2026-03-31T22:00:00Z");
  }

  private static final String WEEKLY =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: acme
          timeZone: Europe/Berlin
          subscriptions:
            - book: b
              from: 2026-01-01T00:00:00+01:00
              to: 2026-04-03T00:00:00+02:00
              limits:
                - {id: weekly, meter: calls, unit: "{call}", quota: 10, per: week, action: throttle}
                - {id: other, meter: calls, unit: "{call}", quota: 20, per: week, action: notify}
                - {id: month, meter: calls, unit: "{call}", quota: 20, action: notify}
            - book: b
              from: 2026-04-03T00:00:00+02:00
              limits: [{id: weekly, meter: calls, unit: "{call}", quota: 10, per: week, action: throttle}]
      """;

  /** 30 March 2026 is a Monday, and the last but one of its month. */
  private static List<String> weekly(
      YearMonth month, List<CarriedQuota> carried, UsageQuantity... usage) {
    Tenant tenant = Tenants.parse("t.yaml", WEEKLY, BOOKS, METERS).find("acme").orElseThrow();
    Invoice invoice = Invoice.of(BOOKS, tenant, month, List.of(usage));
    return LimitStatus.of(tenant, invoice, carried, List.of(usage)).stream()
        .filter(s -> !s.limit().id().equals("month"))
        .map(
            s ->
                "%s %s %s%s%s %s..%s"
                    .formatted(
                        s.limit().id(),
                        s.reached().stripTrailingZeros().toPlainString(),
                        s.isReached(),
                        s.isCarriedOver() ? " carried" : "",
                        s.wasReached() ? " was" : "",
                        s.from(),
                        s.to()))
        .toList();
  }

  private static List<CarriedQuota> carried(YearMonth month, UsageQuantity... usage) {
    Tenant tenant = Tenants.parse("t.yaml", WEEKLY, BOOKS, METERS).find("acme").orElseThrow();
    return LimitStatus.carriedOver(tenant, month, List.of(usage));
  }

  @Test
  void aWeekBeginsWithItsMonday() {
    assertThat(
            weekly(
                YearMonth.of(2026, 3),
                List.of(),
                calls("2026-03-15T22:00:00Z", "7"), // a Sunday there, 23:00
                calls("2026-03-15T23:00:00Z", "4"),
                calls("2026-03-22T22:00:00Z", "5")))
        .containsExactly(
            "weekly 9 false 2026-03-15T23:00:00Z..2026-03-22T23:00:00Z",
            "other 9 false 2026-03-15T23:00:00Z..2026-03-22T23:00:00Z");
  }

  @Test
  void aWeekGoesOnInTheNextMonthUntilTheSubscriptionEnds() {
    YearMonth march = YearMonth.of(2026, 3);
    YearMonth april = march.plusMonths(1);
    Instant monday = Instant.parse("2026-03-29T22:00:00Z");
    Instant subscribed = Instant.parse("2025-12-31T23:00:00Z");
    UsageQuantity before = calls("2026-03-29T21:00:00Z", "100");
    List<CarriedQuota> carried =
        carried(
            march, before, calls("2026-03-29T22:00:00Z", "4"), calls("2026-03-31T21:00:00Z", "8"));
    assertThat(carried)
        .containsExactly(
            new CarriedQuota(subscribed, "weekly", monday, Rational.of(12)),
            new CarriedQuota(subscribed, "other", monday, Rational.of(12)));
    assertThat(weekly(april, carried, calls("2026-04-01T10:00:00Z", "8")))
        .containsExactly(
            "weekly 20 true carried was 2026-03-29T22:00:00Z..2026-04-02T22:00:00Z",
            "other 20 true carried 2026-03-29T22:00:00Z..2026-04-02T22:00:00Z");
    // The next subscription's week begins with it, and nothing of the other's counts.
    assertThat(
            weekly(
                april,
                carried,
                calls("2026-04-01T10:00:00Z", "8"),
                calls("2026-04-03T10:00:00Z", "3")))
        .containsExactly("weekly 3 false 2026-04-02T22:00:00Z..2026-04-05T22:00:00Z");
    assertThat(carried(march, before)).isEmpty();
  }

  @Test
  void aLimitIsReachedByAsMuchAsItIs() {
    YearMonth april = YearMonth.of(2026, 4);
    Instant monday = Instant.parse("2026-03-29T22:00:00Z");
    Instant subscribed = Instant.parse("2025-12-31T23:00:00Z");
    List<CarriedQuota> ten =
        List.of(new CarriedQuota(subscribed, "weekly", monday, Rational.of(10)));
    assertThat(weekly(april, ten, calls("2026-04-01T10:00:00Z", "0")))
        .containsExactly(
            "weekly 10 true carried was 2026-03-29T22:00:00Z..2026-04-02T22:00:00Z",
            "other 0 false carried 2026-03-29T22:00:00Z..2026-04-02T22:00:00Z");
    assertThat(status(calls("2026-03-20T10:00:00Z", "4")))
        .startsWith("budget 3/3 EUR true 2026-03-19T23:00:00Z..2026-03-31T22:00:00Z");
  }

  @Test
  void whatAnotherWeekOrSubscriptionCarriedOverIsNotOfThisOne() {
    YearMonth april = YearMonth.of(2026, 4);
    Instant monday = Instant.parse("2026-03-29T22:00:00Z");
    Instant subscribed = Instant.parse("2025-12-31T23:00:00Z");
    List<CarriedQuota> others =
        List.of(
            new CarriedQuota(subscribed.plusSeconds(1), "weekly", monday, Rational.of(10)),
            new CarriedQuota(subscribed, "weekly", monday.plusSeconds(1), Rational.of(10)));
    assertThat(weekly(april, others, calls("2026-04-01T10:00:00Z", "1")))
        .startsWith("weekly 1 false carried 2026-03-29T22:00:00Z..2026-04-02T22:00:00Z");
  }

  /** 1 June 2026 is a Monday. */
  @Test
  void aMonthThatBeginsWithAMondayIsCarriedNothing() {
    assertThat(carried(YearMonth.of(2026, 5), calls("2026-05-31T10:00:00Z", "8"))).isEmpty();
  }

  @Test
  void aSubscriptionsOwnTimeCounts() {
    assertThat(status(calls("2026-03-19T22:00:00Z", "9"))).isEmpty();
    assertThat(status()).isEmpty();
    assertThat(status(calls("2026-03-19T22:00:00Z", "9"), calls("2026-03-19T23:00:00Z", "1")))
        .startsWith(
            "budget 1.5/3 EUR false 2026-03-19T23:00:00Z..2026-03-31T22:00:00Z",
            "daily 0.1/0.5 10*1.{call} false 2026-03-19T23:00:00Z..2026-03-20T23:00:00Z");
  }

  @Test
  void limitsThatDoNotFitAreReportedAtOnce() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - book: b
                from: 2026-01-01T00:00:00Z
                limits:
                  - {id: a, budget: 3, per: day, action: notify}
                  - {id: a, meter: cpu, unit: By, quota: 1, action: notify}
                  - {id: b, meter: gpu, unit: h, quota: 1, action: notify}
                  - {id: c, meter: cpu, unit: parsec, quota: 1, action: notify}
                  - {id: d, action: notify}
                  - {id: e, meter: cpu, unit: mo, quota: 1, action: notify}
        """;
    assertThat(problems(text))
        .containsExactly(
            "t.yaml:9:37: a budget is for the month",
            "t.yaml:10:18: 'a' is given twice",
            "t.yaml:10:39: unit 'By' cannot be converted from 's', the unit of meter 'cpu'",
            "t.yaml:11:28: unknown meter 'gpu'; known meters: calls, cpu",
            "t.yaml:12:39: 'parsec' is not a unit such as s, h, {cpu}.h, By, GiBy.h, GBy.mo, MBy/s,"
                + " {request} or 10*6.{request}",
            "t.yaml:13:13: expected either budget or quota",
            "t.yaml:14:39: a quota in mo is none: its length is not stated");
    assertThat(
            problems(
                text.replace("budget: 3", "budget: 0").replace("action: notify}", "action: x}")))
        .hasSize(7)
        .contains("t.yaml:9:29: budget: expected more than 0, found 0")
        .contains("t.yaml:13:29: action: 'x' is not one of: notify, throttle, read-only");
  }

  @Test
  void aQuotaIsForNoLessThanAWindowOfItsMeter() {
    String text =
        """
        apiVersion: headroom.dev/v1
        kind: Tenants
        tenants:
          - id: acme
            subscriptions:
              - book: b
                from: 2026-01-01T00:00:00Z
                limits:
                  - {id: a, meter: calls, unit: "{call}", quota: 1, per: hour, action: notify}
                  - {id: b, meter: calls, unit: "{call}", quota: 1, per: day, action: notify}
                  - {id: c, meter: calls, unit: "{call}", quota: 1, action: notify}
                  - {id: d, meter: cpu, unit: s, quota: 1, per: hour, action: notify}
        """;
    String hour = "t.yaml:9:66: a window of meter 'calls' is longer than the hour, expected ";
    String day = "t.yaml:10:66: a window of meter 'calls' is longer than the day, expected month";
    windows.put("calls", WindowLength.of(Duration.ofHours(6)));
    assertThat(problems(text)).containsExactly(hour + "day or week or month");
    windows.put("calls", WindowLength.Calendar.DAY);
    assertThat(problems(text)).containsExactly(hour + "day or week or month");
    windows.put("calls", WindowLength.Calendar.MONTH);
    assertThat(problems(text)).containsExactly(hour + "month", day);
    windows.put("cpu", WindowLength.of(Duration.ofSeconds(3601)));
    assertThat(problems(text)).hasSize(3);
    windows.put("cpu", WindowLength.of(Duration.ofHours(1)));
    windows.put("calls", WindowLength.of(Duration.ofMinutes(1)));
    assertThat(Tenants.parse("t.yaml", text, BOOKS, METERS, windows).tenants()).hasSize(1);
  }

  private List<String> problems(String text) {
    return catchThrowableOfType(
            InvalidInputException.class,
            () -> Tenants.parse("t.yaml", text, BOOKS, METERS, windows))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
