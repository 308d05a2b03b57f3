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
import dev.headroom.pricing.InvoiceId;
import dev.headroom.pricing.InvoiceVoid;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An invoice from its draft until it is void and finalised again, with a real Kafka and ClickHouse;
 * what the job writes is written by hand.
 */
class InvoiceLifeTest {
  private static final String CHARGES =
      """
      INSERT INTO DB.charge_revision (tenant_id, period, period_start, period_end, book_id, sku_id, kind, meter,
        charge_start, charge_end, pricing_quantity, pricing_unit, billed_cost, currency, description, invoice_id, revision)
      VALUES
        ('acme', '2026-06-01', '2026-05-31 22:00:00', '2026-06-30 22:00:00', 'plan', 'cpu', 'usage', 'cpu.used',
         '2026-06-03 10:00:00', '2026-06-03 11:00:00', 2, 'h', 0.50, 'EUR', 'CPU, used', '', 1),
        ('acme', '2026-07-01', '2026-06-30 22:00:00', '2026-07-31 22:00:00', 'plan', 'cpu', 'usage', 'cpu.used',
         '2026-07-03 10:00:00', '2026-07-03 11:00:00', 4, 'h', 1.00, 'EUR', 'CPU, used', '', 1),
        ('acme', '2026-07-01', '2026-06-30 22:00:00', '2026-07-31 22:00:00', 'plan', 'cpu', 'adjustment', '',
         '2026-05-31 22:00:00', '2026-06-30 22:00:00', 1, 'h', 0.25, 'EUR', 'CPU, used', 'acme-2026-06', 1),
        ('acme', '2026-07-01', '2026-06-30 22:00:00', '2026-07-31 22:00:00', 'plan', 'gone', 'adjustment', '',
         '2026-05-31 22:00:00', '2026-06-30 22:00:00', 0, 'h', 0, 'EUR', 'Gone', '', 1),
        ('acme', '2090-07-01', '2090-06-30 22:00:00', '2090-07-31 22:00:00', 'plan', 'cpu', 'usage', 'cpu.used',
         '2026-07-03 10:00:00', '2026-07-03 11:00:00', 4, 'h', 1.00, 'EUR', 'CPU, used', '', 1)
      """;

  @TempDir private Path folder = Path.of("");

  private CommandRun invoice(String... arguments) {
    List<String> all = new ArrayList<>(List.of("invoice"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data-dir", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun july(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--tenant", "acme", "--period", "2026-07"));
    all.addAll(List.of(more));
    return invoice(all.toArray(String[]::new));
  }

  private static void prepare(EmbeddedClickHouse server) throws Exception {
    ClickHouseAddress address = QuickstartStore.address(server);
    try (Connection connection =
        new ClickHouseTarget(address.url(), address.database(), address.user(), address.password())
            .connection()) {
      SchemaMigrations.apply(connection);
    }
    server.query(CHARGES.replace("DB.", address.database() + "."));
  }

  /** What the job does with the record of an invoice. */
  private static void keep(EmbeddedClickHouse server, String id, int reissue) {
    server.query(
        ("INSERT INTO %s.issued_invoice_line (invoice_id, tenant_id, period, reissue, finalised_at,"
                + " book_id, sku_id, corrects, quantity, unit, amount, currency, description) VALUES"
                + " ('%s', 'acme', '2026-07-01', %d, '2026-08-03 09:00:00', 'plan', 'cpu', '', 4, 'h', 1, 'EUR', 'CPU, used'),"
                + " ('%s', 'acme', '2026-07-01', %d, '2026-08-03 09:00:00', 'plan', 'cpu', 'acme-2026-06', 1, 'h', 0.25, 'EUR', 'CPU, used')")
            .formatted(EmbeddedClickHouse.DATABASE, id, reissue, id, reissue));
  }

  private static void adjusted(EmbeddedClickHouse server, String cost, int revision) {
    server.query(
        ("INSERT INTO %s.charge_revision (tenant_id, period, period_end, book_id, sku_id, kind, charge_start,"
                + " charge_end, billed_cost, currency, invoice_id, revision) VALUES ('acme', '2026-07-01', '2026-07-31 22:00:00',"
                + " 'plan', 'cpu', 'adjusted', '2026-06-30 22:00:00', '2026-07-31 22:00:00', %s, 'EUR', 'acme-2026-07', %d)")
            .formatted(EmbeddedClickHouse.DATABASE, cost, revision));
  }

  private static void state(EmbeddedClickHouse server, String values) {
    server.query(
        "INSERT INTO %s.invoice_state_revision (invoice_id, tenant_id, period, state, voided_at, void_reason, revision) VALUES (%s)"
            .formatted(EmbeddedClickHouse.DATABASE, values));
  }

  @Test
  void anInvoiceIsDraftedAndFinalisedAndMadeVoidAndFinalisedAgain() throws Exception {
    try (DataDirectory lock = DataDirectory.lock(folder);
        EmbeddedClickHouse clickHouse =
            EmbeddedClickHouse.start(folder.resolve(QuickstartStore.CLICKHOUSE));
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"))) {
      assertThat(lock.path()).isEqualTo(folder);
      prepare(clickHouse);
      new Endpoints(QuickstartStore.address(clickHouse), kafka.bootstrapServers(), "", "")
          .write(folder);
      kafka.createTopics(
          new EmbeddedKafka.Topic("usage.invoices", 1, Map.of("cleanup.policy", "compact")));

      publishTooEarly(kafka.bootstrapServers());
      assertDraft();
      assertSaid(
          invoice("finalize", "--tenant", "acme", "--period", "2026-06"),
          "Finalised acme-2026-06, 0.5 EUR");
      assertSaid(july("finalize"), "Finalised acme-2026-07, 1.25 EUR");
      assertRefused(invoice("show", "acme-2026-07"), "there is no finalised invoice acme-2026-07");
      keep(clickHouse, "acme-2026-07", 0);
      assertShown(clickHouse);

      assertVoid();
      CommandRun early = july("finalize");
      assertThat(early.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(early.err()).contains("acme-2026-07 is void, but the tables do not say so yet");
      state(
          clickHouse,
          "'acme-2026-07', 'acme', '2026-07-01', 'void', '2026-08-05 10:00:00', 'wrong book', 2");
      assertSaid(july("draft"), "Draft of acme-2026-07-2 at ");
      assertSaid(july("finalize"), "Finalised acme-2026-07-2, 1.25 EUR");
      assertSaid(july("finalize"), "Was final already: acme-2026-07-2, 1.25 EUR");
      keep(clickHouse, "acme-2026-07-2", 1);
      assertSaid(
          july("show"), "Invoice acme-2026-07-2, finalised at 2026-08-03T09:00:00Z; final\n");
      assertSaid(
          invoice("show", "acme-2026-07"),
          "Invoice acme-2026-07, finalised at 2026-08-03T09:00:00Z; void since 2026-08-05T10:00:00Z because: wrong book; replaced by acme-2026-07-2\n");
      assertRefused(invoice("show", "acme-2026-07", "--detail"), "acme-2026-07 is void");
      assertRefused(
          invoice("void", "acme-2026-06", "--reason", "x"),
          "acme-2026-07-2 is of a later month and builds on acme-2026-06: it must be made void first");
    }
  }

  /** A record that is refused, and so stands in nobody's way. */
  private static void publishTooEarly(String bootstrapServers) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    InvoiceId july = InvoiceId.first("acme", YearMonth.of(2026, 7));
    try (InvoiceTopic topic = InvoiceTopic.open(properties, "usage.invoices")) {
      topic.publish(new InvoiceVoid(july, Instant.EPOCH, "before there was one"));
    }
  }

  private void assertDraft() {
    CommandRun draft = july("draft");
    assertSaid(draft, "Draft of acme-2026-07 at ");
    assertThat(draft.out().lines())
        .first()
        .asString()
        .endsWith("; the period is over since 2026-07-31T22:00:00Z");
    assertThat(draft.out().lines().skip(1))
        .containsExactly(
            "BOOK ID  SKU ID  DESCRIPTION  QUANTITY  UNIT  AMOUNT  CURRENCY  CORRECTS",
            "plan     cpu     CPU, used           4  h       1.00  EUR",
            "plan     cpu     CPU, used           1  h       0.25  EUR       acme-2026-06",
            "Total 1.25 EUR");
    assertThat(july("draft", "--format", "json").out())
        .contains("\"state\" : \"draft\"", "\"is_over\" : \"true\"", "\"EUR\" : \"1.25\"")
        .contains("\"corrects\" : \"acme-2026-06\"");
    assertThat(july("draft", "--format", "csv").out().lines())
        .hasSize(3)
        .first()
        .isEqualTo(
            "invoice_id,tenant_id,period,state,at,period_end,is_over,book_id,sku_id,description,"
                + "quantity,unit,amount,currency,corrects");
    assertThat(invoice("draft", "--tenant", "acme", "--period", "2090-07").out())
        .contains("; the period is not over until 2090-07-31T22:00:00Z\n");
    assertRefused(
        invoice("finalize", "--tenant", "acme", "--period", "2090-07"),
        "2090-07 is not over: it can be finalised from 2090-07-31T22:00:00Z on");
    assertRefused(invoice("draft", "--tenant", "nobody", "--period", "2026-07"), "no charges");
  }

  private void assertShown(EmbeddedClickHouse clickHouse) {
    assertRefused(
        july("draft"), "2026-07 is final: 'invoice show acme-2026-07' prints its invoice");
    CommandRun shown = invoice("show", "acme-2026-07", "--detail");
    assertSaid(shown, "Invoice acme-2026-07, finalised at 2026-08-03T09:00:00Z; final\n");
    assertThat(shown.out())
        .contains("Total 1.25 EUR\n\nCharges as they stand. Nothing has changed them since.\n")
        .contains("2026-07-03T10:00:00Z");
    assertThat(july("show").out() + shown.out().substring(shown.out().indexOf("\nCharges")))
        .isEqualTo(shown.out());
    adjusted(clickHouse, "-0.25", 1);
    assertThat(july("show", "--detail").out()).contains("Late usage has changed them");
    assertThat(july("show", "--detail", "--format", "json").out())
        .contains("\"state\" : \"final\"", "\"charges_changed\" : true", "\"kind\" : \"adjusted\"");
    assertThat(july("show", "--format", "csv").out().lines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("acme-2026-07,acme,2026-07,final,2026-08-03T09:00:00Z,,,,plan,cpu,");
    adjusted(clickHouse, "0", 2);
    assertRefused(invoice("show"), "Expected either INVOICE-ID or --tenant and --period");
    assertRefused(invoice("show", "june"), "INVOICE-ID is 'june', expected such as acme-2026-06");
    assertRefused(
        invoice("show", "--tenant", "acme", "--period", "2026-05"),
        "no invoice of tenant 'acme' for 2026-05 is final");
  }

  private void assertVoid() {
    assertRefused(invoice("void", "acme-2026-07"), "--reason");
    assertRefused(invoice("void", "acme-2026-07", "--reason", " "), "--reason: expected 1 to");
    assertRefused(
        invoice("void", "acme-2026-05", "--reason", "x"),
        "acme-2026-05 is no invoice that was finalised and is not void");
    CommandRun first = invoice("void", "acme-2026-07", "--reason", "wrong book");
    assertSaid(first, "Void: acme-2026-07, since ");
    assertThat(first.out()).endsWith(": wrong book\n");
    CommandRun second = invoice("void", "acme-2026-07", "--reason", "another");
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).isEqualTo(first.out().replace("Void:", "Was void already:"));
  }

  private static void assertSaid(CommandRun run, String beginning) {
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith(beginning);
  }

  private static void assertRefused(CommandRun run, String said) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains(said).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }
}
