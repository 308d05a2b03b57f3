package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesRateTest {
  /** Three hours with a correction, and nothing from two to three o'clock. */
  private static final String USAGE =
      """
      tenant_id,meter,window_start,window_end,dimensions,quantity,unit
      acme,cpu.used,2026-06-01T00:00:00Z,2026-06-01T01:00:00Z,{},3600,s
      acme,cpu.used,2026-06-01T01:00:00Z,2026-06-01T02:00:00Z,{},9000,s
      acme,cpu.used,2026-06-01T03:00:00Z,2026-06-01T04:00:00Z,{},3600,s
      acme,cpu.used,2026-06-01T01:00:00Z,2026-06-01T02:00:00Z,{},-5400,s
      """;

  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: test
      name: Test
      mode: serverless
      source: this test
      sourceDate: 2026-01-01
      currency: %s
      lines:
        - {id: cpu, description: CPU, meter: cpu.used, unit: "{cpu}.h", prices: [{from: 2026-01-01, price: 12.34567}]}
      """;

  @TempDir private Path folder;

  private CommandRun rate(String currency, String usage, String... more) throws Exception {
    String book = write("book.yaml", BOOK.formatted(currency));
    String[] args = new String[6 + more.length];
    String[] given = {"prices", "rate", "--book", book, "--usage", write("usage.csv", usage)};
    System.arraycopy(given, 0, args, 0, given.length);
    System.arraycopy(more, 0, args, given.length, more.length);
    return CommandRun.of(args);
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** One hour and one and one: 3 × 12.34567 = 37.03701, the correction taken off. */
  @ParameterizedTest
  @CsvSource({"JPY,37", "EUR,37.04", "KWD,37.037"})
  void correctionsAreTakenOffAndACurrencyHasItsPlaces(String currency, String amount)
      throws Exception {
    CommandRun run = rate(currency, USAGE, "--format", "csv");
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("," + amount + "," + currency);
  }

  @Test
  void aMissingWindowIsRefusedIfTheFileShouldBeComplete() throws Exception {
    CommandRun run = rate("EUR", USAGE, "--complete");
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("usage.csv:4:1: ", "meter cpu.used: nothing from 2026-06-01T02:00:00Z to 2026-06")
        .doesNotContain("\tat ");
  }

  @Test
  void aMissingWindowIsToldOtherwise() throws Exception {
    CommandRun run = rate("EUR", USAGE);
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err())
        .matches(
            "headroom: warning: .*usage.csv:4:1: tenant [a-z]+, meter cpu.used: nothing from"
                + " 2026-06-01T02:00:00Z to .*; rated as it is, --complete refuses it\\R");
    String whole =
        USAGE
            .lines()
            .filter(l -> !l.contains("T02:00:00Z,"))
            .limit(2)
            .collect(Collectors.joining("\n"));
    assertThat(rate("EUR", whole + "\n").err()).isEmpty();
  }

  @Test
  void usageInAUnitThatDoesNotConvertIsOnTheBillWithTheReason() throws Exception {
    CommandRun run = rate("EUR", USAGE.replace(",s\n", ",By\n"));
    assertThat(run.out()).contains("unit By cannot be converted to {cpu}.h", "0.00");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    String wrong = USAGE.replace("T00:00:00Z", "T00:00:00").replace("-5400", "-9001");
    CommandRun run = rate("EUR", wrong);
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err())
        .contains("usage.csv:2:1: window_start '2026-06-01T00:00:00' is not a time with its zone")
        .contains(
            "usage.csv:5:1: quantity -9001 is negative, and of what it corrects (line 3) only 9000")
        .doesNotContain("\tat ");
  }

  @Test
  void aTenantThatUsedNothingIsRatedIfItIsNamed() throws Exception {
    String tenants =
        write(
            "tenants.yaml",
            """
            apiVersion: headroom.dev/v1
            kind: Tenants
            tenants:
              - id: acme
                subscriptions: [{book: test, from: 2026-06-01T00:00:00Z}]
              - id: idle
                subscriptions: [{book: test, from: 2026-06-01T00:00:00Z, commitment: {amount: 5, paid: upfront}}]
            """);
    CommandRun all = rate("EUR", USAGE, "--tenants", tenants, "--format", "csv");
    assertThat(all.out()).contains("acme,2026-06").doesNotContain("idle");
    CommandRun idle =
        rate("EUR", USAGE, "--tenants", tenants, "--tenant", "idle", "--format", "csv");
    assertThat(idle.out()).contains("idle,2026-06", ",5.00,").doesNotContain("acme");
  }
}
