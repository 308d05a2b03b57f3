package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.CommandRun;
import dev.headroom.pricing.PriceBooks;
import dev.headroom.usage.meter.MeterSet;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesCompareTest {
  private static final String USAGE =
      """
      tenant_id,meter,window_start,window_end,dimensions,quantity,unit
      acme,cpu.used,2026-06-01T00:00:00Z,2026-06-01T01:00:00Z,{},36000,s
      acme,requests,2026-06-01T00:00:00Z,2026-06-01T01:00:00Z,{},1500000,{request}
      acme,requests,2026-07-01T00:00:00Z,2026-07-01T01:00:00Z,{},1500000,{request}
      globex,cpu.used,2026-06-01T00:00:00Z,2026-06-01T01:00:00Z,{},3600,s
      """;

  @TempDir private Path folder;

  private String file() throws Exception {
    return Files.writeString(folder.resolve("usage.csv"), USAGE).toString();
  }

  @Test
  void everyShippedBookIsARowAndTheCheapestComesFirst() throws Exception {
    String out =
        CommandRun.output(
            "prices",
            "compare",
            "--usage",
            file(),
            "--tenant",
            "acme",
            "--period",
            "2026-06",
            "--format",
            "csv");
    List<String[]> rows = out.lines().skip(1).map(row -> row.split(",", -1)).toList();
    assertThat(out.lines().findFirst())
        .hasValue("tenant_id,period,book_id,mode,amount,currency,not_priced");
    Map<String, String> meters = MeterSet.shipped().units();
    assertThat(rows)
        .extracting(row -> row[2])
        .containsExactlyInAnyOrderElementsOf(
            PriceBooks.parse(BookComparison.shipped(), meters).byId().keySet());
    assertThat(rows).extracting(row -> new BigDecimal(row[4])).isSorted();
    assertThat(out.lines())
        .containsSubsequence(
            "acme,2026-06,aws-redshift-provisioned,fully-managed,0.00,USD,cpu.used requests",
            "acme,2026-06,on-prem,on-prem,0.00,USD,",
            "acme,2026-06,mongodb-atlas-flex,serverless,0.04,USD,cpu.used",
            "acme,2026-06,databricks-classic,byoc,0.26,USD,requests",
            "acme,2026-06,fully-managed,fully-managed,0.30,USD,",
            "acme,2026-06,neon-launch,serverless,1.06,USD,requests",
            "acme,2026-06,serverless,serverless,1.16,USD,",
            "acme,2026-06,snowflake,serverless,2.50,USD,requests",
            "acme,2026-06,azure-sql-serverless,serverless,5.22,USD,requests",
            "acme,2026-06,bigquery-on-demand,serverless,83.16,USD,cpu.used",
            "acme,2026-06,byoc,byoc,99.00,USD,");
  }

  @Test
  void twoBooksOfOnesOwnAreComparedForEveryTenantAndMonth() throws Exception {
    Path books = Path.of("../pricing-rules/catalog");
    String out =
        CommandRun.output(
            "prices",
            "compare",
            "--usage",
            file(),
            "--book",
            books.resolve("serverless.yaml").toString(),
            "--book",
            books.resolve("vendors/azure-sql-serverless.yaml").toString());
    assertThat(out.lines().map(String::strip))
        .containsExactly(
            "TENANT ID  PERIOD   BOOK ID               MODE        AMOUNT  CURRENCY  NOT PRICED",
            "acme       2026-06  serverless            serverless    1.16  USD",
            "acme       2026-06  azure-sql-serverless  serverless    5.22  USD       requests",
            "acme       2026-07  azure-sql-serverless  serverless    0.00  USD       requests",
            "acme       2026-07  serverless            serverless    0.10  USD",
            "globex     2026-06  serverless            serverless    0.11  USD",
            "globex     2026-06  azure-sql-serverless  serverless    0.52  USD");
  }
}
