package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.Otlp;
import dev.headroom.aggregation.stack.StackExtension;
import java.time.Instant;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A second of CPU earns a credit, and a request costs one, or 1 EUR. */
@ExtendWith(StackExtension.class)
class JobCreditBankTest {
  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: credits
      name: Credits
      mode: serverless
      source: Made up for tests
      sourceDate: 2025-01-01
      currency: EUR
      lines:
        - id: requests
          description: Requests beyond the credits
          meter: requests
          unit: "{request}"
          creditBank: {earnedBy: {meter: cpu.used, unit: s}, cap: 500}
          prices: [{from: 2025-01-01, price: 1}]
        - id: cpu
          description: CPU
          meter: cpu.used
          unit: s
          prices: [{from: 2025-01-01, price: 0}]
      """;
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - {id: umbrella, subscriptions: [{book: credits, from: 2025-01-01T00:00:00Z}]}
      """;
  private static final String LINES =
      "SELECT period, toString(billed_cost) FROM invoice_line"
          + " WHERE sku_id = 'requests' AND billed_cost != 0 ORDER BY period";

  private static void seconds(JobFixture fixture, String time, int amount) {
    use(fixture, "container.cpu.time", "s", time, amount);
  }

  private static void requests(JobFixture fixture, String time, int amount) {
    use(fixture, "headroom.requests", "{request}", time, amount);
  }

  /** Within the minute that ends then. */
  private static void use(JobFixture fixture, String metric, String unit, String time, int amount) {
    Instant end = Instant.parse(time);
    fixture.send(
        "umbrella",
        1,
        request(Otlp.used(metric + " " + time, metric, unit, end.minusSeconds(60), end, amount)));
  }

  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void whatWasSavedInAMonthIsSpentInTheNextOnes(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      AggregationJobConfig config = fixture.config(backend, TENANTS, BOOK);
      try (RunningJob job = JobRunner.start(config)) {
        // Before March is known, May has nothing to spend.
        requests(fixture, "2025-05-20T12:00:00Z", 150);
        fixture.awaitRows(LINES, "2025-05-01|150");
        seconds(fixture, "2025-03-10T12:00:00Z", 400);
        fixture.awaitRows(LINES);
        requests(fixture, "2025-04-10T12:00:00Z", 300);
        fixture.awaitRows(LINES, "2025-05-01|50");
        job.stop();
      }
      try (RunningJob job = JobRunner.start(config)) {
        // Late usage of March is paid for by April and May.
        requests(fixture, "2025-03-20T12:00:00Z", 150);
        fixture.awaitRows(LINES, "2025-04-01|50", "2025-05-01|150");
        // And what was earned late is worth no more than the cap holds: 500, of which 150 go.
        seconds(fixture, "2025-03-09T12:00:00Z", 1000);
        fixture.awaitRows(LINES, "2025-05-01|100");
        assertThat(job.failure()).isEmpty();
      }
    }
  }
}
