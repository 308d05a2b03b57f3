package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of two price books, word by word. */
class PricesDiffTest {
  private static final String BOOK =
      """
      apiVersion: headroom.dev/v1
      kind: PriceBook
      id: serverless
      name: Serverless
      mode: serverless
      source: Our price list
      sourceDate: 2026-01-01
      currency: USD
      lines:
        - id: compute
          description: CPU used
          meter: cpu.used
          unit: "{cpu}.h"
          quantity: [{roundUpTo: 0.5}]
          prices:
            - from: 2026-01-01
              tiers: [{upTo: 100, price: 0.12}, {price: 0.10}]
        - id: requests
          description: Requests
          meter: requests
          unit: 10*6.{request}
          prices: [{from: 2026-01-01, allowance: 1, price: 0.20}]
        - id: base
          description: Base fee
          prices: [{from: 2026-01-01, price: 99}]
      invoice:
        - {id: partner, description: Partner, discount: 10}
        - {id: trial, description: Trial credit, credit: 400}
      """;

  /** What a fee says, defaults included. */
  private static final String FEE =
      "over: sum, scope: pooled, cycle: month, evenIfUnused: false, prorate: days, prices:"
          + " [{from: 2026-01-01, price: 99, model: graduated}]}";

  @TempDir private Path folder;

  private CommandRun diff(String after, String... more) throws Exception {
    String a = Files.writeString(folder.resolve("a.yaml"), BOOK).toString();
    String b = Files.writeString(folder.resolve("b.yaml"), after).toString();
    String[] args = new String[4 + more.length];
    System.arraycopy(new String[] {"prices", "diff", a, b}, 0, args, 0, 4);
    System.arraycopy(more, 0, args, 4, more.length);
    return CommandRun.of(args);
  }

  private void assertSays(String text, String otherText, String... sentences) throws Exception {
    String after = BOOK.replace(text, otherText);
    assertThat(after).isNotEqualTo(BOOK);
    CommandRun run = diff(after);
    assertThat(run.out().lines()).containsExactly(sentences);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_EQUAL);
  }

  @Test
  void whatIsWrittenInAnotherWayPricesAlike() throws Exception {
    String other =
        BOOK.replace("price: 0.20", "price: \"1/5\"")
            .replace("price: 0.12", "price: 0.1200")
            .replace("currency: USD", "currency: USD\nrounding: half-even");
    assertThat(diff(other)).isEqualTo(new CommandRun(0, "The books price alike.\n", ""));
    assertThat(diff(other, "--format", "json").out()).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void wordsForPeopleAreShownAndPriceNothing() throws Exception {
    CommandRun run =
        diff(
            BOOK.replace("description: CPU used", "description: Compute")
                .replace("id: serv", "id: s"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines())
        .containsExactly(
            "id serverless → serless",
            "line compute: description CPU used → Compute",
            "The books price alike.");
  }

  @Test
  void aPriceATierAnAllowanceAUnitAndAStep() throws Exception {
    assertSays(
        "{price: 0.10}",
        "{price: 0.12}",
        "line compute, price from 2026-01-01, tier 2: price 0.1 → 0.12");
    assertSays(
        "{upTo: 100, price: 0.12}, {price: 0.10}",
        "{upTo: 50, price: 0.12}, {upTo: 90, price: 0.11}, {price: 0.10}",
        "line compute, price from 2026-01-01, tier 1: up to 100 → 50",
        "line compute, price from 2026-01-01, tier 2: up to added: 90",
        "line compute, price from 2026-01-01, tier 2: price 0.1 → 0.11",
        "line compute, price from 2026-01-01, tier 3: added: {price: 0.1}");
    assertSays("allowance: 1, ", "", "line requests, price from 2026-01-01: allowance removed: 1");
    assertSays(
        "10*6.{request}", "10*3.{request}", "line requests: unit 10*6.{request} → 10*3.{request}");
    assertSays(
        "{roundUpTo: 0.5}",
        "{roundUpTo: 1}, {times: 2}",
        "line compute, quantity step 1: round up to 0.5 → 1",
        "line compute, quantity step 2: added: {times: 2}");
    assertSays("currency: USD", "currency: EUR", "currency USD → EUR");
    assertSays("currency: USD", "currency: USD\nrounding: half-up", "rounding half-even → half-up");
  }

  @Test
  void linesPricesAndInvoiceStepsThatComeAndGo() throws Exception {
    assertSays(
        "prices: [{from: 2026-01-01, price: 99}]",
        "prices: [{from: 2026-01-01, price: 99}, {from: 2026-07-01, price: 79}]",
        "line base, price from 2026-01-01: to added: 2026-07-01",
        "line base, price from 2026-07-01: added: {from: 2026-07-01, price: 79, model: graduated}");
    assertSays(
        "  - {id: trial, description: Trial credit, credit: 400}\n",
        "",
        "invoice step trial: removed: {id: trial, description: Trial credit, credit: 400}");
    assertSays("discount: 10}", "discount: 12.5}", "invoice step partner: discount 10 → 12.5");
    assertSays(
        "id: base",
        "id: fee",
        "line base: removed: {id: base, description: Base fee, " + FEE,
        "line fee: added: {id: fee, description: Base fee, " + FEE);
    String partner = "  - {id: partner, description: Partner, discount: 10}\n";
    String trial = "  - {id: trial, description: Trial credit, credit: 400}\n";
    assertSays(
        partner + trial, trial + partner, "invoice steps: order partner, trial → trial, partner");
  }

  @Test
  void aRowADifferenceForPrograms() throws Exception {
    assertThat(diff(BOOK.replace("price: 99", "price: 89"), "--format", "csv").out().lines())
        .containsExactly(
            "place,key,change,before,after",
            "\"line base, price from 2026-01-01\",price,changed,99,89");
  }

  @Test
  void aBookThatIsNoneIsNamedWithItsPlace() throws Exception {
    CommandRun run = diff(BOOK.replace("currency: USD", "currency: usd"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("b.yaml:8:").doesNotContain("\tat ");
  }
}
