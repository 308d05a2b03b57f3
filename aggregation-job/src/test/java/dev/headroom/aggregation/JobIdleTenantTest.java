package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is owed by those who use nothing. Only umbrella reports anything: its first usage is of
 * March, and a month begins for all with the first usage in it.
 */
@ExtendWith(StackExtension.class)
class JobIdleTenantTest {
  private static final int MINUTES_TO_APRIL = 45_000;
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
        - id: base
          description: Base fee
          prorate: days
          prices: [{from: 2025-01-01, price: 31}]
        - id: calls
          description: Requests
          meter: requests
          unit: "{request}"
          prices: [{from: 2025-01-01, price: 0.001}]
      """;
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: umbrella
          subscriptions: [{book: calls, from: 2025-04-01T00:00:00Z}]
        - id: fee
          subscriptions: [{book: calls, from: 2020-01-01T00:00:00Z}]
        - id: paid
          subscriptions: [{book: calls, from: 2025-03-01T00:00:00Z, commitment: {amount: 50, paid: upfront}}]
        - id: promised
          subscriptions: [{book: calls, from: 2025-03-01T00:00:00Z, to: 2025-04-01T00:00:00Z, commitment: {amount: 100, paid: at-end}}]
        - id: later
          subscriptions: [{book: calls, from: 2025-04-16T00:00:00Z}]
      """;
  private static final String BILLED =
      "SELECT tenant_id, formatDateTime(period, '%Y-%m'), sku_id, toString(billed_cost)"
          + " FROM invoice_line WHERE tenant_id != 'umbrella' AND billed_cost != 0 ORDER BY ALL";
  private static final String[] MARCH = {
    "fee|2025-03|base|31",
    "paid|2025-03|base|31",
    "paid|2025-03|commitment/2025-03-01/paid|50",
    "paid|2025-03|commitment/2025-03-01/used|-31",
    "promised|2025-03|base|31",
    "promised|2025-03|commitment/2025-03-01/missing|69",
  };
  private static final String[] APRIL = {
    "fee|2025-03|base|31",
    "fee|2025-04|base|31",
    "later|2025-04|base|15.5",
    "paid|2025-03|base|31",
    "paid|2025-03|commitment/2025-03-01/paid|50",
    "paid|2025-03|commitment/2025-03-01/used|-31",
    "paid|2025-04|base|31",
    "paid|2025-04|commitment/2025-03-01/used|-19",
    "promised|2025-03|base|31",
    "promised|2025-03|commitment/2025-03-01/missing|69",
  };

  private static void use(JobFixture fixture, String tenant, int fromMinute, int toMinute) {
    fixture.send(
        tenant,
        toMinute - fromMinute + 1,
        request(counter(tenant, "headroom.requests", "{request}", 100, fromMinute, toMinute)));
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void everySubscriptionIsBilledFromTheMonthOfTheFirstUsageOfAnyone(
      StateBackend backend, EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config(backend, TENANTS, BOOK);
      try (RunningJob job = JobRunner.start(config)) {
        use(fixture, "umbrella", 0, 2);
        fixture.awaitRows(BILLED, MARCH);
        use(fixture, "umbrella", MINUTES_TO_APRIL, MINUTES_TO_APRIL + 1);
        fixture.awaitRows(BILLED, APRIL);
        job.stop();
      }
      // Another parallelism knows of the same months; usage comes late, and nothing comes twice.
      try (RunningJob job = JobRunner.start(withParallelism(config, 3))) {
        use(fixture, "fee", 0, 10);
        fixture.awaitRows(
            BILLED.replace("!= 'umbrella'", "= 'fee'"),
            "fee|2025-03|base|31",
            "fee|2025-03|calls|1",
            "fee|2025-04|base|31");
        assertThat(fixture.rows(BILLED)).hasSize(APRIL.length + 1);
        job.stop();
      }
      // Whose subscription changed while the job was away is billed by the new one.
      String changed =
          TENANTS
              .replace("2025-04-16", "2025-04-26")
              .replace("amount: 50", "amount: 40")
              .replace("id: fee", "id: gone");
      try (RunningJob job = JobRunner.start(fixture.config(backend, changed, BOOK))) {
        fixture.awaitRows(
            BILLED.replace("!= 'umbrella'", "NOT IN ('umbrella', 'promised', 'fee')"),
            "gone|2025-03|base|31",
            "gone|2025-04|base|31",
            "later|2025-04|base|5.17",
            "paid|2025-03|base|31",
            "paid|2025-03|commitment/2025-03-01/paid|40",
            "paid|2025-03|commitment/2025-03-01/used|-31",
            "paid|2025-04|base|31",
            "paid|2025-04|commitment/2025-03-01/used|-9");
        fixture.awaitRows(BILLED.replace("!= 'umbrella'", "= 'fee'"));
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  private static AggregationJobConfig withParallelism(AggregationJobConfig config, int slots) {
    return new AggregationJobConfig(
        config.kafka(),
        config.clickhouse(),
        config.prices(),
        config.metering(),
        config.checkpoint(),
        config.stateBackend(),
        config.flush(),
        slots);
  }
}
