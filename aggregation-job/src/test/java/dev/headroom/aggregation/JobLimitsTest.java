package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.START;
import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static dev.headroom.aggregation.stack.Otlp.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Budgets and quotas, from usage in Kafka to the decision in Kafka and its row. */
@ExtendWith(StackExtension.class)
class JobLimitsTest {
  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: calls
      name: Calls
      mode: serverless
      source: Made up for tests
      sourceDate: 2025-01-01
      currency: EUR
      lines:
        - id: calls
          description: Requests
          meter: requests
          unit: "{request}"
          prices: [{from: 2025-01-01, model: volume, tiers: [{upTo: 9000, price: 0.01}, {price: 0.005}]}]
      """;
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: umbrella
          subscriptions:
            - book: calls
              from: 2025-01-01T00:00:00Z
              limits:
                - {id: budget, budget: 60, action: throttle}
                - {id: day, meter: requests, unit: "10*3.{request}", quota: 5, per: day, action: read-only}
                - {id: never, budget: 1000, action: notify}
        - id: weekly
          subscriptions:
            - book: calls
              from: 2025-01-01T00:00:00Z
              limits: [{id: week, meter: requests, unit: "{request}", quota: 500, per: week, action: throttle}]
      """;
  private static final String DECISIONS =
      "SELECT kind, policy, rule, toString(from_capacity), toString(to_capacity),"
          + " inputs['action'], inputs['until'], sentence FROM decisions"
          + " ORDER BY inputs['from'], rule, toFloat64(from_capacity)";
  private static final String DAY_ONE =
      "limit|quota|day|6|5|read-only|2025-03-02T00:00:00Z|Let umbrella only read until"
          + " 2025-03-02T00:00:00Z: requests has reached 6 of 5 10*3.{request} since"
          + " 2025-03-01T00:00:00Z.";
  private static final String BUDGET =
      "limit|budget|budget|60|60|throttle|2025-04-01T00:00:00Z|Throttle umbrella until"
          + " 2025-04-01T00:00:00Z: the bill has reached 60 of 60 EUR since 2025-03-01T00:00:00Z.";

  private static void send(JobFixture fixture, String resource, int from, int to) {
    fixture.send(
        "umbrella",
        to - from + 1,
        request(counter(resource, "headroom.requests", "{request}", 100, from, to)));
  }

  /** 6,000 requests in one window: of usage in several, a limit may be seen passed in between. */
  private static void sendNextDay(JobFixture fixture) {
    Instant start = START.plus(Duration.ofDays(1));
    Instant end = start.plus(Duration.ofHours(1));
    fixture.send(
        "umbrella", 1, request(used("third", "headroom.requests", "{request}", start, end, 6000)));
  }

  private static void use(JobFixture fixture, String time, int amount) {
    Instant end = Instant.parse(time);
    fixture.send(
        "weekly",
        1,
        request(used(time, "headroom.requests", "{request}", end.minusSeconds(60), end, amount)));
  }

  /** 31 March 2025 is a Monday. */
  @Test
  void aWeekThatTwoMonthsShareIsCountedAsAWhole(EmbeddedStack stack) throws Exception {
    String reached =
        "limit|quota|week|%d|500|throttle|2025-04-07T00:00:00Z|Throttle weekly until"
            + " 2025-04-07T00:00:00Z: requests has reached %d of 500 {request} since"
            + " 2025-03-31T00:00:00Z.";
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(fixture.config(StateBackend.HASHMAP, TENANTS, BOOK))) {
        use(fixture, "2025-03-30T12:00:00Z", 400);
        use(fixture, "2025-03-31T12:00:00Z", 300);
        use(fixture, "2025-04-02T12:00:00Z", 250);
        fixture.awaitRows(DECISIONS, reached.formatted(550, 550));
        job.stop();
      }
      try (RunningJob job = JobRunner.start(fixture.config(StateBackend.HASHMAP, TENANTS, BOOK))) {
        // Late usage of March reaches it there, and the next of April says it no more.
        use(fixture, "2025-03-31T14:00:00Z", 300);
        fixture.awaitRows(DECISIONS, reached.formatted(550, 550), reached.formatted(600, 600));
        use(fixture, "2025-04-03T12:00:00Z", 10);
        fixture.awaitRows("SELECT toString(sum(quantity)) FROM usage", "1260");
        fixture.awaitRows(
            "SELECT toString(sum(pricing_quantity)) FROM charges WHERE kind = 'usage'", "1260");
        fixture.awaitRows(DECISIONS, reached.formatted(550, 550), reached.formatted(600, 600));
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void reachingALimitIsDecidedOnceAndTakenBackByACorrection(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(fixture.config(StateBackend.HASHMAP, TENANTS, BOOK))) {
        send(fixture, "first", 0, 60);
        fixture.awaitRows(DECISIONS, BUDGET, DAY_ONE);
        assertThat(job.failure()).isEmpty();
        job.stop();
      }
      try (RunningJob job = JobRunner.start(fixture.config(StateBackend.HASHMAP, TENANTS, BOOK))) {
        // The volume price falls: 10,000 requests are cheaper than 6,000 were.
        send(fixture, "second", 0, 40);
        String lifted =
            "limit|budget|budget|50|60|lift|2025-04-01T00:00:00Z|Lift limit budget of umbrella:"
                + " after a correction the bill is at 50 of 60 EUR since 2025-03-01T00:00:00Z.";
        fixture.awaitRows(DECISIONS, lifted, BUDGET, DAY_ONE);
        sendNextDay(fixture);
        fixture.awaitRows(
            DECISIONS,
            lifted,
            BUDGET,
            BUDGET.replace("|60|60|", "|80|60|").replace("reached 60 of", "reached 80 of"),
            DAY_ONE,
            "limit|quota|day|6|5|read-only|2025-03-03T00:00:00Z|Let umbrella only read until"
                + " 2025-03-03T00:00:00Z: requests has reached 6 of 5 10*3.{request} since"
                + " 2025-03-02T00:00:00Z.");
        assertThat(fixture.rows("SELECT DISTINCT tenant_id, pool, unit, result FROM decisions"))
            .containsExactlyInAnyOrder(
                "umbrella||EUR|recommended", "umbrella||10*3.{request}|recommended");
        fixture.awaitRows("SELECT count() FROM quarantine", "0");
        assertThat(job.failure()).isEmpty();
      }
    }
  }
}
