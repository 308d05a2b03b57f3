package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.Endpoints;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.embedded.DataDirectory;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import dev.headroom.pricing.IssuedInvoice;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On charges that were written by hand, with a real Kafka and ClickHouse. */
class InvoiceFinalizeTest {
  private static final YearMonth JULY = YearMonth.of(2026, 7);

  @TempDir private Path folder = Path.of("");

  private CommandRun finalise(String tenant, String period) {
    return CommandRun.of(
        "invoice",
        "finalize",
        "--tenant",
        tenant,
        "--period",
        period,
        "--data-dir",
        folder.toString());
  }

  private static String charge(
      String period, String sku, String kind, String end, String cost, String invoiceId) {
    return "('acme', '%s', 'book', '%s', '%s', '2026-06-01', '%s', 2, 'h', %s, 'EUR', '%s is', '%s', 1)"
        .formatted(period, sku, kind, end, cost, sku, invoiceId);
  }

  private static String of(String tenant, String charge) {
    return charge.replace("'acme'", "'" + tenant + "'");
  }

  private void prepare(EmbeddedClickHouse server) throws Exception {
    ClickHouseAddress address = QuickstartStore.address(server);
    ClickHouseTarget target =
        new ClickHouseTarget(address.url(), address.database(), address.user(), address.password());
    try (Connection connection = target.connection()) {
      SchemaMigrations.apply(connection);
    }
    server.query(
        "INSERT INTO %s.charge_revision (tenant_id, period, book_id, sku_id, kind, charge_start, charge_end, pricing_quantity, pricing_unit, billed_cost, currency, description, invoice_id, revision) VALUES "
                .formatted(address.database())
            + String.join(
                ", ",
                charge("2026-06-01", "cpu", "usage", "2026-07-01", "1.000000000", ""),
                charge("2026-07-01", "cpu", "usage", "2026-08-01", "1.234000000", ""),
                charge("2026-07-01", "cpu", "rounding", "2026-08-01", "-0.004000000", ""),
                charge(
                    "2026-07-01", "cpu", "adjustment", "2026-07-01", "0.500000000", "acme-2026-06"),
                charge("2026-08-01", "cpu", "rounding", "2090-01-01", "1.000000000", ""),
                of("globex", charge("2026-05-01", "cpu", "usage", "2026-06-01", "0", "")),
                of("globex", charge("2026-06-01", "cpu", "usage", "2026-07-01", "3", "")),
                of("globex", charge("2026-07-01", "cpu", "usage", "2026-08-01", "4", ""))));
  }

  @Test
  void anInvoiceIsFinalisedOnceAndSaysWhatStood() throws Exception {
    try (DataDirectory lock = DataDirectory.lock(folder);
        EmbeddedClickHouse clickHouse =
            EmbeddedClickHouse.start(folder.resolve(QuickstartStore.CLICKHOUSE));
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(lock.path()).isEqualTo(folder);
      prepare(clickHouse);
      new Endpoints(QuickstartStore.address(clickHouse), kafka.bootstrapServers(), "", "")
          .write(folder);

      assertRefused(finalise("acme", "2026-07"), ExitCode.FAILED, "lacks the topic usage.invoices");
      kafka.createTopics(
          new EmbeddedKafka.Topic("usage.invoices", 1, Map.of("cleanup.policy", "compact")));
      assertRefused(
          finalise("nobody", "2026-07"),
          ExitCode.BAD_INPUT,
          "no charges of tenant 'nobody' in 2026-07");
      assertRefused(
          finalise("acme", "2026-08"), ExitCode.BAD_INPUT, "from 2090-01-01T00:00:00Z on");

      assertRefused(
          finalise("acme", "2026-07"),
          ExitCode.FAILED,
          "acme-2026-07 corrects acme-2026-06, which is not final: try again");
      assertThat(finalise("acme", "2026-06").out()).startsWith("Finalised acme-2026-06, 1 EUR, ");
      CommandRun first = finalise("acme", "2026-07");
      assertThat(first.exitCode()).as(first.toString()).isZero();
      assertThat(first.out()).startsWith("Finalised acme-2026-07, 1.73 EUR, finalised at ");
      assertMonthsAreFinalisedInTheirOrder();
      clickHouse.query(
          "INSERT INTO %s.charge_revision SELECT * REPLACE (9 AS billed_cost, 2 AS revision)"
                  .formatted(EmbeddedClickHouse.DATABASE)
              + " FROM %s.charge_revision".formatted(EmbeddedClickHouse.DATABASE));
      CommandRun second = finalise("acme", "2026-07");
      assertThat(second.exitCode()).isZero();
      assertThat(second.out()).isEqualTo(first.out().replace("Finalised ", "Was final already: "));

      assertDocument(kafka.bootstrapServers());
    }
    CommandRun stopped = finalise("acme", "2026-07");
    assertThat(stopped.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(stopped.err()).contains("Kafka at 127.0.0.1");
  }

  /** In May there is nothing to pay. */
  private void assertMonthsAreFinalisedInTheirOrder() {
    assertRefused(
        finalise("globex", "2026-07"),
        ExitCode.BAD_INPUT,
        "2026-06 of tenant 'globex' has charges and is not final: finalise it before 2026-07");
    assertThat(finalise("globex", "2026-06").out()).startsWith("Finalised globex-2026-06, 3 EUR");
    assertThat(finalise("globex", "2026-07").out()).startsWith("Finalised globex-2026-07, 4 EUR");
  }

  private static void assertDocument(String bootstrapServers) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    try (InvoiceTopic topic = InvoiceTopic.open(properties, "usage.invoices")) {
      SortedMap<YearMonth, IssuedInvoice> holding = topic.records("acme").history().holding();
      Optional<IssuedInvoice> read = Optional.ofNullable(holding.get(JULY));
      assertThat(read.stream().flatMap(i -> i.lines().stream()))
          .extracting(
              l -> List.of(l.skuId(), l.billedCost().toString(), l.pricingQuantity().toString()))
          .containsExactly(List.of("cpu", "1.23", "4"));
      assertThat(read.stream().flatMap(i -> i.adjustments().stream()))
          .extracting(a -> List.of(a.corrects().toString(), a.line().billedCost().toString()))
          .containsExactly(List.of("acme-2026-06", "0.5"));
      assertThat(holding).containsOnlyKeys(JULY.minusMonths(1), JULY);
    }
  }

  private static void assertRefused(CommandRun run, int exitCode, String said) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }
}
