package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.schema.SchemaMigrations;
import dev.headroom.aggregation.sink.ClickHouseTarget;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.store.ClickHouseAddress;
import dev.headroom.cli.store.QuickstartStore;
import dev.headroom.embedded.EmbeddedClickHouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On charges that were written by hand, in a real ClickHouse. */
class FocusExportTest {
  private static final String HEADING =
      "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,"
          + "BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,"
          + "ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ContractedCost,"
          + "ContractedUnitPrice,EffectiveCost,HostProviderName,InvoiceDetailId,InvoiceId,InvoiceIssuerName,ListCost,"
          + "ListUnitPrice,PricingCategory,PricingQuantity,PricingUnit,ServiceCategory,ServiceName,"
          + "ServiceProviderName,SkuId,SkuMeter,SkuPriceDetails,SkuPriceId,x_BillingPeriod,"
          + "x_BookId,x_ChargeKind,x_CorrectedInvoiceId,x_LineId";

  @TempDir private Path folder = Path.of("");

  private CommandRun export(String... more) {
    String[] arguments = {
      "invoice", "--tenant", "acme", "--format", "focus", "--data-dir", folder.toString()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandRun.of(all);
  }

  private void prepare() throws Exception {
    try (EmbeddedClickHouse server =
        EmbeddedClickHouse.start(folder.resolve(QuickstartStore.CLICKHOUSE))) {
      ClickHouseAddress address = QuickstartStore.address(server);
      try (Connection connection =
          new ClickHouseTarget(
                  address.url(), address.database(), address.user(), address.password())
              .connection()) {
        SchemaMigrations.apply(connection);
      }
      for (String sql : List.of(CHARGES, INVOICE, TENANT)) {
        server.query(sql.replace("DB.", address.database() + "."));
      }
    }
  }

  private static final String CHARGES =
      """
      INSERT INTO DB.charge_revision (tenant_id, period, period_start, period_end, book_id, sku_id, kind, meter,
        charge_start, charge_end, pricing_quantity, pricing_unit, billed_cost, currency, description, parts, invoice_id, revision)
      VALUES
        ('acme', '2026-06-01', '2026-05-31 22:00:00', '2026-06-30 22:00:00', 'plan', 'cpu', 'usage', 'cpu.used',
         '2026-06-03 10:00:00', '2026-06-03 11:00:00', 3.5, '{cpu}.h', 0.375, 'EUR', 'CPU, used',
         [('units', 0, 0, 2, 2, 0), ('units', 1, 0.25, 1.5, 1.5, 0.375)], '', 1),
        ('acme', '2026-06-01', '2026-05-31 22:00:00', '2026-06-30 22:00:00', 'plan', 'cpu', 'rounding', 'cpu.used',
         '2026-05-31 22:00:00', '2026-06-30 22:00:00', 0, '{cpu}.h', 0.005, 'EUR', 'CPU, used', [], '', 1),
        ('acme', '2026-07-01', '2026-06-30 22:00:00', '2026-07-31 22:00:00', 'plan', 'cpu', 'adjustment', '',
         '2026-05-31 22:00:00', '2026-06-30 22:00:00', 2, '{cpu}.h', 0.5, 'EUR', 'CPU, used', [], 'acme-2026-06', 1),
        ('globex', '2026-06-01', '2026-06-01 00:00:00', '2026-07-01 00:00:00', 'plan', 'cpu', 'usage', 'cpu.used',
         '2026-06-03 10:00:00', '2026-06-03 11:00:00', 1, '{cpu}.h', 1, 'EUR', 'CPU', [], '', 1)
      """;
  private static final String INVOICE =
      """
      INSERT INTO DB.issued_invoice_line (invoice_id, tenant_id, period, book_id, sku_id, quantity, unit, amount, currency)
      VALUES ('acme-2026-06', 'acme', '2026-06-01', 'plan', 'cpu', 1.5, '{cpu}.h', 0.38, 'EUR')
      """;
  private static final String TENANT =
      """
      INSERT INTO DB.tenant_revision (tenant_id, name, vendor_name, service_name, service_category)
      VALUES ('acme', 'Acme Corporation', 'Example Cloud', 'Example', 'Compute')
      """;

  /** Without the quotes; two lines a row, one row a price. */
  private static final String ROWS =
      """
      0.005,acme,Acme Corporation,EUR,2026-06-30T22:00:00Z,2026-05-31T22:00:00Z,Adjustment,,Rounding of the line: CPU, used,Recurring,2026-06-30T22:00:00Z,2026-05-31T22:00:00Z,,,0.005,,0.005,\
      Example Cloud,plan/cpu/EUR,acme-2026-06,Example Cloud,0.005,,,,,Compute,Example,Example Cloud,cpu,cpu.used,,,2026-06-01,plan,rounding,,cpu
      0.375,acme,Acme Corporation,EUR,2026-06-30T22:00:00Z,2026-05-31T22:00:00Z,Usage,,CPU, used,Usage-Based,2026-06-03T11:00:00Z,2026-06-03T10:00:00Z,1.5,Cpu-Hours,0.375,0.25,0.375,\
      Example Cloud,plan/cpu/EUR,acme-2026-06,Example Cloud,0.375,0.25,Standard,1.5,Cpu-Hours,Compute,Example,Example Cloud,cpu,cpu.used,,plan/cpu,2026-06-01,plan,usage,,cpu
      0,acme,Acme Corporation,EUR,2026-06-30T22:00:00Z,2026-05-31T22:00:00Z,Usage,,CPU, used,Usage-Based,2026-06-03T11:00:00Z,2026-06-03T10:00:00Z,2,Cpu-Hours,0,0,0,\
      Example Cloud,plan/cpu/EUR,acme-2026-06,Example Cloud,0,0,Standard,2,Cpu-Hours,Compute,Example,Example Cloud,cpu,cpu.used,,plan/cpu/free,2026-06-01,plan,usage,,cpu
      0.5,acme,Acme Corporation,EUR,2026-07-31T22:00:00Z,2026-06-30T22:00:00Z,Usage,Correction,Correction of acme-2026-06: CPU, used,One-Time,2026-06-30T22:00:00Z,2026-05-31T22:00:00Z,,,0.5,,0.5,\
      Example Cloud,,,Example Cloud,0.5,,,,,Compute,Example,Example Cloud,cpu,cpu.used,,,2026-07-01,plan,adjustment,acme-2026-06,cpu
      """;

  @Test
  void theChargesOfATenantAreOneFileInTheColumnsOfFocus() throws Exception {
    prepare();
    CommandRun all = export();
    assertThat(all.exitCode()).as(all.toString()).isZero();
    List<String> lines = all.out().lines().toList();
    assertThat(lines.get(2)).contains(",\"Usage\",,\"CPU, used\",");
    assertThat(all.out().replace("\"", "")).isEqualTo(HEADING + "\n" + ROWS);
    assertThat(export("--period", "2026-07").out().lines())
        .containsExactly(lines.get(0), lines.get(4));
    assertThat(export("--period", "2026-08").out().lines()).containsExactly(lines.get(0));
    CommandRun wrong = CommandRun.of("invoice", "--tenant", "acme", "--format", "xml");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
  }
}
