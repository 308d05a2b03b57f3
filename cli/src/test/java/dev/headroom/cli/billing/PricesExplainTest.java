package dev.headroom.cli.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code prices explain} prints; the sentences themselves are in pricing-rules. */
class PricesExplainTest {
  private static final Path PRICING = Path.of("../pricing-rules");
  private static final Path REVIEWED =
      PRICING.resolve("src/test/resources/dev/headroom/pricing/explanations");

  private static String[] words(String... more) {
    List<String> words = new ArrayList<>(List.of("prices", "explain"));
    words.addAll(List.of("--book", REVIEWED.resolve("plan.yaml").toString()));
    words.addAll(List.of("--usage", REVIEWED.resolve("plan.csv").toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static String reviewed(String file) throws Exception {
    return Files.readString(REVIEWED.resolve(file));
  }

  @Test
  void everyLineIsExplainedInSentences() throws Exception {
    assertThat(CommandRun.output(words())).isEqualTo(reviewed("plan.txt"));
    assertThat(CommandRun.output(words("--tenant", "acme", "--period", "2026-06")))
        .isEqualTo(reviewed("plan.txt"));
  }

  @Test
  void oneLineIsExplainedAlone() throws Exception {
    String paragraph =
        "vat (ours): VAT\n" + reviewed("plan.txt").split("vat \\(ours\\): VAT\n|\nunpriced", -1)[1];
    assertThat(CommandRun.output(words("--line", "vat")))
        .isEqualTo("Invoice of acme for 2026-06\n\n" + paragraph);
  }

  @Test
  void oneWindowIsExplainedStepByStep() throws Exception {
    assertThat(CommandRun.output(words("--window", "2026-06-02")))
        .isEqualTo(reviewed("plan-window.txt"));
    assertThat(CommandRun.output(words("--window", "2026-06-02T01:00:00Z")))
        .contains("compute (ours)", "The position moves from 2.25 to 4.75 {credit}.")
        .doesNotContain("requests");
  }

  @Test
  void asJsonEveryFigureIsThere() throws Exception {
    JsonNode invoice =
        new ObjectMapper().readTree(CommandRun.output(words("--format", "json"))).get(0);
    assertThat(invoice.path("tenant_id").asText()).isEqualTo("acme");
    assertThat(invoice.path("period").asText()).isEqualTo("2026-06");
    assertThat(invoice.path("totals").path("USD").asText()).isEqualTo("178.50");
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode line : invoice.path("lines")) {
      sum = sum.add(new BigDecimal(line.path("line").path("billed_cost").asText()));
    }
    assertThat(sum).isEqualByComparingTo("178.50");
    assertThat(invoice.path("lines").findValuesAsText("kind"))
        .containsExactly("fee", "usage", "usage", "step", "step", "step", "step", "unpriced");
    JsonNode compute = invoice.path("lines").path(2);
    assertThat(compute.path("exact").asText()).isEqualTo("33.2");
    assertThat(compute.path("payable").asText()).isEqualTo("20");
    assertThat(compute.path("meters").path(0).path("conversion").asText()).isEqualTo("1/3600");
    assertThat(compute.path("windows").path(1).path("start").asText())
        .isEqualTo("2026-06-02T01:00:00Z");
    assertThat(compute.path("prices").path(0).path("parts").findValuesAsText("cost"))
        .containsExactly("0.2", "33");
  }

  @Test
  void whatIsNotThereIsOneMessage() {
    assertThat(CommandRun.of(words("--line", "cpu")))
        .isEqualTo(
            new CommandRun(
                ExitCode.BAD_INPUT,
                "",
                "headroom: no invoice has a line 'cpu', there are: base, compute, minimum, partner,"
                    + " requests, support, unpriced/storage.used/By.s, vat\n"));
    assertThat(CommandRun.of(words("--window", "2026-06-03")))
        .isEqualTo(
            new CommandRun(
                ExitCode.BAD_INPUT,
                "",
                "headroom: no line takes usage of a window that begins at"
                    + " 2026-06-03T00:00:00Z\n"));
    assertThat(CommandRun.output(words("--period", "2026-07"))).isEqualTo("no usage to rate\n");
  }
}
