package dev.headroom.aggregation;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
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
      for (int minute = 0; minute < 120; minute += 10) {
        int first = minute == 0 ? 0 : minute + 1;
        fixture.send(
            "acme",
            2 * (minute + 11 - first),
            request(
                counter("a", "container.cpu.time", "s", 0.5, first, minute + 10),
                counter("b", "container.cpu.time", "s", 1.25, first, minute + 10)));
        fixture.send(
            "globex",
            minute + 11 - first,
            request(counter("c", "headroom.requests", "{request}", 100, first, minute + 10)));
      }

      fixture.awaitRows(
          "SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, unit FROM usage"
              + " ORDER BY ALL",
          "acme|cpu.used|2025-03-01 10:00:00|2025-03-01 11:00:00|{}|105.000000000|s",
          "acme|cpu.used|2025-03-01 11:00:00|2025-03-01 12:00:00|{}|105.000000000|s",
          "globex|requests|2025-03-01 10:00:00|2025-03-01 11:00:00|{}|6000.000000000|{request}",
          "globex|requests|2025-03-01 11:00:00|2025-03-01 12:00:00|{}|6000.000000000|{request}");
      fixture.awaitRows(
          "SELECT tenant_id, sku_id, pricing_quantity, billed_cost, currency FROM invoice_line"
              + " ORDER BY ALL",
          "acme|base|1.000000000|9.900000000|EUR",
          "acme|compute|0.058333333|0.010000000|EUR",
          "globex|base|1.000000000|9.900000000|EUR",
          "globex|requests|12.000000000|0.370000000|EUR");
      fixture.awaitRows(
          "SELECT tenant_id, producer_id, records, points_declared, points_counted,"
              + " points_repeated + points_covered + points_unmetered + points_quarantined"
              + " FROM ingest ORDER BY tenant_id",
          "acme|gateway-test|12|242|242|0",
          "globex|gateway-test|12|121|121|0");
      fixture.awaitRows("SELECT count() FROM quarantine", "0");
      assertThat(job.failure()).isEmpty();
    }
  }
}
