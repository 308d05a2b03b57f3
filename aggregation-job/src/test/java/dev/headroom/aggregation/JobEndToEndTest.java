package dev.headroom.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import dev.headroom.pricing.Charge;
import dev.headroom.pricing.Invoice;
import dev.headroom.pricing.Tenant;
import dev.headroom.pricing.UsageQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(StackExtension.class)
class JobEndToEndTest {
  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void usageAndBillAreRightToTheDigit(StateBackend backend, EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config(fixture.clickhouse(), backend))) {
      SteadyLoad.send(fixture, 0, 60);
      fixture.awaitRows(
          "SELECT quantity FROM usage WHERE window_start = '2025-03-01 10:00:00' ORDER BY ALL",
          "105.000000000",
          "6000.000000000");
      SteadyLoad.send(fixture, 60, 120);

      SteadyLoad.awaitTwoHours(fixture);

      fixture.awaitRows("SELECT count() FROM quarantine", "0");
      assertChargesAreThoseOfAnInvoiceIssuedNow(fixture);
      assertViewShowsTheHighestRevision(stack, fixture);
      assertThat(job.failure()).isEmpty();
      assertThat(job.isRunning()).isTrue();
    }
  }

  private static void assertViewShowsTheHighestRevision(EmbeddedStack stack, JobFixture fixture) {
    String columns = "tenant_id, meter, window_start, window_end, dimensions, unit";
    stack
        .clickhouse()
        .query(
            "INSERT INTO %1$s.usage_revision (%2$s, quantity, revision) SELECT %2$s, 7, 1 FROM %1$s.usage"
                .formatted(fixture.clickhouse().database(), columns));
    SteadyLoad.awaitTwoHours(fixture);
  }

  private static void assertChargesAreThoseOfAnInvoiceIssuedNow(JobFixture fixture) {
    var prices = JobFixture.prices().parse();
    for (Tenant tenant : prices.tenants().tenants()) {
      List<UsageQuantity> usage =
          fixture
              .rows(
                  "SELECT meter, toUnixTimestamp(window_start), toUnixTimestamp(window_end),"
                      + " toString(quantity), unit FROM usage WHERE tenant_id = '"
                      + tenant.id()
                      + "'")
              .stream()
              .map(row -> quantity(row.split("\\|", -1)))
              .toList();
      BigDecimal invoiced =
          Invoice.of(prices.books(), tenant, YearMonth.of(2025, 3), usage).charges().stream()
              .map(Charge::billedCost)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      fixture.awaitRows(
          "SELECT sum(billed_cost) FROM charges WHERE tenant_id = '" + tenant.id() + "'",
          invoiced.setScale(9).toPlainString());
    }
  }

  private static UsageQuantity quantity(String[] row) {
    return new UsageQuantity(
        row[0],
        Instant.ofEpochSecond(Long.parseLong(row[1])),
        Instant.ofEpochSecond(Long.parseLong(row[2])),
        Map.of(),
        new BigDecimal(row[3]),
        row[4]);
  }
}
