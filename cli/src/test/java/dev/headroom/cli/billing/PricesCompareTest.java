package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(out.lines())
        .containsExactly(
            "tenant_id,period,book_id,mode,amount,currency,not_priced",
            "acme,2026-06,aws-aurora-serverless-v2-io-optimized,serverless,0.00,USD,cpu.used",
            "acme,2026-06,aws-redshift-serverless,serverless,0.00,USD,cpu.used requests",
            "acme,2026-06,confluent-basic,serverless,0.00,USD,cpu.used requests",
            "acme,2026-06,on-prem,on-prem,0.00,USD,",
            "acme,2026-06,aws-lambda,serverless,0.10,USD,cpu.used",
            "acme,2026-06,aws-aurora-provisioned,fully-managed,0.30,USD,cpu.used",
            "acme,2026-06,aws-aurora-serverless-v2,serverless,0.30,USD,cpu.used",
            "acme,2026-06,fully-managed,fully-managed,0.30,USD,",
            "acme,2026-06,neon-launch,serverless,1.06,USD,requests",
            "acme,2026-06,serverless,serverless,1.16,USD,",
            "acme,2026-06,risingwave-cloud,serverless,1.80,USD,requests",
            "acme,2026-06,azure-sql-serverless,serverless,5.22,USD,requests",
            "acme,2026-06,upstash-kafka,serverless,9.00,USD,cpu.used",
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
