package dev.headroom.cli.reconcile;

import static dev.headroom.cli.reconcile.Usage.counter;
import static dev.headroom.cli.reconcile.Usage.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.SourceFile;
import dev.headroom.cli.store.Store;
import dev.headroom.embedded.EmbeddedClickHouse;
import dev.headroom.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * June of acme is finalised with 1000 hours of CPU for 106 of the 150 that it paid in advance. Then
 * come 500 hours more of June, and 1000 of July. Borealis uses nothing, and owes what it promised.
 * Delphi earns 100 credits in June, and makes 150 requests in July.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementTest {
  private static final String CPU = "container.cpu.time";
  private static final int MINUTES_TO_JULY = 30_000;
  private static final YearMonth JUNE = YearMonth.of(2026, 6);
  private static final YearMonth JULY = YearMonth.of(2026, 7);
  private static final String TENANTS =
      """
      apiVersion: headroom.dev/v1
      kind: Tenants
      tenants:
        - id: acme
          subscriptions:
            - {book: serverless, from: 2026-06-01T00:00:00Z, commitment: {amount: 150, paid: upfront}}
        - id: borealis
          subscriptions:
            - {book: serverless, from: 2026-06-01T00:00:00Z, to: 2026-07-01T00:00:00Z, commitment: {amount: 500, paid: at-end}}
        - id: cedarworks
          subscriptions:
            - {book: serverless, from: 2026-06-01T00:00:00Z}
        - id: delphi
          subscriptions:
            - {book: credits, from: 2026-06-01T00:00:00Z}
      """;
  private static final String CREDITS =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: credits
      name: Credits
      mode: serverless
      source: Made up for tests
      sourceDate: 2026-01-01
      currency: EUR
      lines:
        - id: requests
          description: Requests beyond the credits
          meter: requests
          unit: "{request}"
          creditBank: {earnedBy: {meter: cpu.used, unit: s}, cap: 500}
          prices: [{from: 2026-01-01, price: 1}]
        - {id: cpu, description: CPU, meter: cpu.used, unit: s, prices: [{from: 2026-01-01, price: 0}]}
      """;
  private static final String OF_JUNE = " of 2026-06-01T00:00:00Z to 2026-07-01T00:00:00Z";
  private static final String MADE = " | there is no such charge, usage and invoices make it ";

  private final List<AutoCloseable> servers = new ArrayList<>();
  private MeteredTopic topic;

  @SuppressWarnings("NullAway") // set before every test
  SettlementTest() {}

  @BeforeAll
  void meter(@TempDir Path folder) throws Exception {
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    servers.add(kafka);
    EmbeddedClickHouse clickHouse = EmbeddedClickHouse.start(folder.resolve("clickhouse"));
    servers.add(0, clickHouse);
    topic =
        new MeteredTopic(
            kafka,
            clickHouse,
            "settled",
            TENANTS,
            List.of(new SourceFile("credits.yaml", CREDITS)),
            List.of());
    topic.send(
        List.of(
            topic.record(0, "acme", "gw.0", 0, 61, request(counter("a", CPU, "s", 60_000, 0, 60))),
            topic.record(0, "delphi", "gw.0", 1, 2, request(counter("c", CPU, "s", 100, 0, 1)))));
    topic.meter(folder.resolve("june"));
    topic.finalise("acme", JUNE);
    topic.send(
        List.of(
            topic.record(
                0, "acme", "gw.0", 2, 61, request(counter("late", CPU, "s", 30_000, 0, 60))),
            topic.record(
                0,
                "acme",
                "gw.0",
                3,
                2,
                request(counter("b", CPU, "s", 3_600_000, MINUTES_TO_JULY, MINUTES_TO_JULY + 1))),
            topic.record(
                0,
                "delphi",
                "gw.0",
                4,
                2,
                request(
                    counter(
                        "d",
                        "headroom.requests",
                        "{request}",
                        150,
                        MINUTES_TO_JULY,
                        MINUTES_TO_JULY + 1)))));
    topic.meter(folder.resolve("july"));
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  private static List<String> told(ReconciliationReport report, boolean differing) {
    return report.findings(differing).stream()
        .map(f -> f.link().id() + " | " + f.subject() + " | " + f.range() + " | " + f.reason())
        .toList();
  }

  private static void change(Store store, String how) {
    store.text("ALTER TABLE charge_revision " + how + " SETTINGS mutations_sync = 1", Map.of());
  }

  private ReconciliationReport of(Store store, YearMonth month) throws Exception {
    return topic.reconcile(store, Optional.of(month), Optional.empty(), false, Instant.now());
  }

  @Test
  void whatWasNotTouchedIsEqual() throws Exception {
    try (Store store = topic.copy()) {
      ReconciliationReport report = topic.reconcile(store);
      assertThat(told(report, true)).isEmpty();
      assertThat(told(report, false)).isEmpty();
      assertThat(report.text())
          .containsPattern("settlement +2 tenants, 6 charges, 3 issued lines +equal");
      assertThat(of(store, JUNE).text())
          .containsPattern("settlement +2 tenants, 4 charges, 3 issued lines +equal");
    }
  }

  /** Of the 150 requests of July, what was saved in June pays for 100. */
  @Test
  void aMonthBeginsWithTheCreditsOfTheOneBefore() throws Exception {
    try (Store store = topic.copy()) {
      assertThat(
              store.text(
                  "SELECT toString(billed_cost) FROM invoice_line WHERE tenant_id = 'delphi'"
                      + " AND period = '2026-07-01' AND sku_id = 'requests'",
                  Map.of()))
          .isEqualToIgnoringNewLines("50");
      store.text(
          "ALTER TABLE usage_revision UPDATE quantity = quantity - 40 WHERE meter = 'cpu.used'"
              + " AND tenant_id = 'delphi' SETTINGS mutations_sync = 1",
          Map.of());
      assertThat(told(of(store, JULY), true))
          .singleElement()
          .asString()
          .startsWith("usage | delphi | credits/requests usage 2026-07-01T06:00:00Z")
          .contains(
              "charged are 50 {request} for 50 EUR, the usage is rated to 90 {request} for 90 EUR");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "kind = 'adjusted'; acme; 2026-06 serverless/compute adjusted; -500 {cpu}.h for -53 USD",
        "kind = 'adjustment'; acme; 2026-07 serverless/compute adjustment; 500 {cpu}.h for 53 USD",
        "sku_id LIKE '%/paid'; acme; 2026-06 serverless/commitment/2026-06-01/paid commitment;"
            + " 1 1 for 150 USD",
        "sku_id LIKE '%/used' AND period = '2026-06-01'; acme;"
            + " 2026-06 serverless/commitment/2026-06-01/used commitment; 1 1 for -106 USD",
        "sku_id LIKE '%/used' AND period = '2026-07-01'; acme;"
            + " 2026-07 serverless/commitment/2026-06-01/used commitment; 1 1 for -44 USD",
        "sku_id LIKE '%/missing'; borealis;"
            + " 2026-06 serverless/commitment/2026-06-01/missing commitment; 1 1 for 500 USD",
      })
  void aRowThatWasRemovedIsNamed(String which, String tenant, String range, String due)
      throws Exception {
    boolean isCorrection = which.startsWith("kind");
    try (Store store = topic.copy()) {
      change(store, "DELETE WHERE " + which);
      assertThat(told(topic.reconcile(store), true))
          .containsExactly(
              "settlement | "
                  + tenant
                  + " | "
                  + range
                  + (isCorrection ? OF_JUNE : "")
                  + MADE
                  + due
                  + (isCorrection ? " of acme-2026-06" : ""));
    }
  }

  @Test
  void whatWasChangedByHandIsNamed() throws Exception {
    try (Store store = topic.copy()) {
      change(store, "UPDATE billed_cost = billed_cost + 1 WHERE kind = 'adjustment'");
      change(store, "UPDATE invoice_id = 'acme-2026-05' WHERE kind = 'adjusted'");
      change(store, "UPDATE billed_cost = 0 WHERE sku_id LIKE '%/missing'");
      assertThat(told(topic.reconcile(store), true))
          .containsExactly(
              "settlement | acme | 2026-06 serverless/compute adjusted"
                  + OF_JUNE
                  + " | charged are -500 {cpu}.h for -53 USD of acme-2026-05, usage and invoices"
                  + " make it -500 {cpu}.h for -53 USD of acme-2026-06",
              "settlement | acme | 2026-07 serverless/compute adjustment"
                  + OF_JUNE
                  + " | charged are 500 {cpu}.h for 54 USD of acme-2026-06, usage and invoices"
                  + " make it 500 {cpu}.h for 53 USD of acme-2026-06",
              "settlement | borealis | 2026-06 serverless/commitment/2026-06-01/missing commitment"
                  + " | charged are 1 1 for 0 USD, usage and invoices make it 1 1 for 500 USD");
    }
  }

  @Test
  void whatNobodyOwesIsNamed() throws Exception {
    try (Store store = topic.copy()) {
      store.text(
          "INSERT INTO charge_revision SELECT * REPLACE ('cedarworks' AS tenant_id)"
              + " FROM charge_revision WHERE kind = 'adjustment'",
          Map.of());
      assertThat(told(topic.reconcile(store), true))
          .containsExactly(
              "settlement | cedarworks | 2026-07 serverless/compute adjustment"
                  + OF_JUNE
                  + " | charged are 500 {cpu}.h for 53 USD of acme-2026-06, nothing makes it so");
    }
  }

  @Test
  void bothSidesOfACorrectionCancelThoughOneIsOutsideOfThePeriod() throws Exception {
    try (Store store = topic.copy()) {
      change(store, "UPDATE billed_cost = billed_cost + 1 WHERE kind = 'adjustment'");
      assertThat(told(of(store, JUNE), true))
          .containsExactly(
              "settlement | acme | serverless/compute of the month from 2026-06-01T00:00:00Z"
                  + " | its charges adjusted and adjustment do not cancel: 1 USD for 0 units are"
                  + " left over");
      assertThat(told(of(store, JULY), true)).hasSize(1);
      assertThat(of(store, YearMonth.of(2026, 8)).isEqual()).isTrue();
    }
  }

  @Test
  void aLineOfAnInvoiceThatIsNotAsItWasIssuedIsNamed() throws Exception {
    try (Store store = topic.copy()) {
      store.text(
          "ALTER TABLE issued_invoice_line UPDATE amount = amount + 1 WHERE sku_id = 'compute'"
              + " SETTINGS mutations_sync = 1",
          Map.of());
      store.text(
          "ALTER TABLE issued_invoice_line DELETE WHERE sku_id LIKE '%/paid'"
              + " SETTINGS mutations_sync = 1",
          Map.of());
      store.text(
          "INSERT INTO issued_invoice_line (invoice_id, tenant_id, period, book_id, sku_id,"
              + " quantity, unit, amount, currency) VALUES ('acme-2026-07', 'acme', '2026-07-01',"
              + " 'serverless', 'more', 1, '1', 5, 'USD')",
          Map.of());
      assertThat(told(topic.reconcile(store), true))
          .containsExactly(
              "settlement | acme | invoice acme-2026-06 serverless/commitment/2026-06-01/paid"
                  + " | the line is not stored, the topic says 1 1 for 150 USD",
              "settlement | acme | invoice acme-2026-06 serverless/compute"
                  + " | stored are 1000 {cpu}.h for 107 USD, the topic says 1000 {cpu}.h for 106 USD",
              "settlement | acme | invoice acme-2026-07 serverless/more"
                  + " | stored are 1 1 for 5 USD, the topic has none");
      assertThat(told(of(store, JULY), true)).hasSize(1);
    }
  }

  @Test
  void whatFollowsFromOtherUsageIsNoDifferenceOfItsOwn() throws Exception {
    try (Store store = topic.copy()) {
      store.text(
          "ALTER TABLE usage_revision UPDATE quantity = quantity - 3600 WHERE meter = 'cpu.used'"
              + " AND tenant_id = 'acme' AND period = '2026-06-01' SETTINGS mutations_sync = 1",
          Map.of());
      ReconciliationReport report = topic.reconcile(store);
      assertThat(told(report, true)).singleElement().asString().startsWith("usage | acme | ");
      assertThat(told(report, false))
          .hasSize(2)
          .allMatch(line -> line.startsWith("settlement | acme | 2026-0"))
          .allMatch(line -> line.endsWith("; it follows from usage that differs, or may"));
    }
  }
}
