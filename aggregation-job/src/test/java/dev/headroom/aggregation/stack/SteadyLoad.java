package dev.headroom.aggregation.stack;

import static dev.headroom.aggregation.stack.Otlp.counter;
import static dev.headroom.aggregation.stack.Otlp.request;

/** Two tenants, three resources, in records of ten minutes, and what they come to. */
public final class SteadyLoad {
  public static final String USAGE =
      "SELECT tenant_id, meter, window_start, window_end, dimensions, quantity, unit FROM usage"
          + " WHERE tenant_id IN ('acme', 'globex') ORDER BY ALL";
  public static final String INVOICE =
      "SELECT tenant_id, sku_id, pricing_quantity, billed_cost, currency FROM invoice_line"
          + " WHERE tenant_id IN ('acme', 'globex') ORDER BY ALL";
  public static final String INGEST =
      "SELECT tenant_id, producer_id, records, points_declared, points_counted,"
          + " points_repeated + points_covered + points_unmetered + points_quarantined"
          + " FROM ingest WHERE tenant_id IN ('acme', 'globex') ORDER BY tenant_id";

  private static final int RECORD_MINUTES = 10;

  private SteadyLoad() {}

  /** Sends minutes {@code from} to {@code to} after {@link Otlp#START}, both multiples of ten. */
  public static void send(JobFixture fixture, int from, int to) {
    for (int minute = from; minute < to; minute += RECORD_MINUTES) {
      int first = minute == 0 ? 0 : minute + 1;
      int last = minute + RECORD_MINUTES;
      fixture.send(
          "acme",
          2 * (last - first + 1),
          request(
              counter("a", "container.cpu.time", "s", 0.5, first, last),
              counter("b", "container.cpu.time", "s", 1.25, first, last)));
      fixture.send(
          "globex",
          last - first + 1,
          request(counter("c", "headroom.requests", "{request}", 100, first, last)));
    }
  }

  /** Waits until the tables say what minutes 0 to 120 come to, to the digit. */
  public static void awaitTwoHours(JobFixture fixture) {
    fixture.awaitRows(
        USAGE,
        "acme|cpu.used|2025-03-01 10:00:00|2025-03-01 11:00:00|{}|105.000000000|s",
        "acme|cpu.used|2025-03-01 11:00:00|2025-03-01 12:00:00|{}|105.000000000|s",
        "globex|requests|2025-03-01 10:00:00|2025-03-01 11:00:00|{}|6000.000000000|{request}",
        "globex|requests|2025-03-01 11:00:00|2025-03-01 12:00:00|{}|6000.000000000|{request}");
    fixture.awaitRows(
        INVOICE,
        "acme|base|1.000000000|9.900000000|EUR",
        "acme|compute|0.058333333|0.010000000|EUR",
        "globex|base|1.000000000|9.900000000|EUR",
        "globex|requests|12.000000000|0.370000000|EUR");
    fixture.awaitRows(INGEST, "acme|gateway-test|12|242|242|0", "globex|gateway-test|12|121|121|0");
  }
}
