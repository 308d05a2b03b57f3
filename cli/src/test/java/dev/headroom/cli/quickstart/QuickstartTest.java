package dev.headroom.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.CommandRun;
import dev.headroom.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole quickstarts, each in a JVM of its own, over the same day and a half of the trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickstartTest {
  private static final String UNTIL = "2026-06-09T12:00:00Z";
  private static final int STEPS = 432;
  private static final String[] ARGS = {"--until", UNTIL, "--speed", "8h", "--no-live"};

  private Path folder = Path.of("");
  private Path undisturbed = Path.of("");
  private String said = "";

  @BeforeAll
  void runUndisturbed(@TempDir Path shared) throws Exception {
    folder = shared;
    undisturbed = folder.resolve("undisturbed");
    try (QuickstartProcess run = QuickstartProcess.start(undisturbed, ARGS)) {
      said = run.finished();
    }
  }

  @Test
  void theSummaryShowsThatEverythingAddsUp() {
    long points = STEPS * (13L * 7 + 1);
    assertThat(said)
        .contains(String.format(Locale.ROOT, "Points sent %,d = stored %,d  OK", points, points))
        .containsPattern("Requests in the trace ([0-9,]+) = metered \\1  OK")
        .contains("Invoices = rating of the usage, for 14 tenants  OK")
        .doesNotContain("Exception");
    assertThat(FinishedRun.tenants()).allMatch(tenant -> said.contains("\n" + tenant + " "));
  }

  @Test
  void theInvoiceEqualsTheRatingOfTheUsageForEveryTenant() throws Exception {
    try (FinishedRun run = FinishedRun.open(undisturbed)) {
      for (String tenant : FinishedRun.tenants()) {
        Path usage = Files.writeString(folder.resolve(tenant + ".csv"), run.usage(tenant));
        assertThat(run.invoice(tenant))
            .as(tenant)
            .contains("\"total\"")
            .isEqualTo(run.rated(usage));
      }
    }
  }

  @Test
  void aBacktestOfTheSameBookChangesNothingAndOfADearerOneItDoes() throws Exception {
    try (FinishedRun run = FinishedRun.open(undisturbed)) {
      assertThat(run.backtest("serverless", "0.106", "0.106", folder))
          .contains(" proposed: 0.00 (0.00 %)\n0 tenants pay more, 0 less, ");
      assertThat(run.backtest("serverless", "price: 0.106", "price: 0.212", folder))
          .containsPattern("\n[1-9][0-9]* tenants pay more, 0 less, ");
      assertThat(folder.resolve("serverless.png")).isNotEmptyFile();
    }
  }

  @Test
  void everyLinkIsEqualAndADeletedRecordIsNamed() throws Exception {
    try (FinishedRun run = FinishedRun.open(undisturbed)) {
      CommandRun untouched = run.reconcile("--out", folder.resolve("proof").toString());
      assertThat(untouched.exitCode()).as(untouched.toString()).isZero();
      assertThat(untouched.out()).endsWith("Every link is equal.\n");
      assertThat(folder.resolve("proof/reconciliation-all.txt")).hasContent(untouched.out());

      JsonNode record = run.deleteLedgerRow();
      CommandRun touched = run.reconcile("--format", "json");
      assertThat(touched.exitCode()).as(touched.toString()).isEqualTo(ExitCode.NOT_EQUAL);
      List<JsonNode> links = new ArrayList<>();
      new ObjectMapper().readTree(touched.out()).path("links").forEach(links::add);
      assertThat(links).extracting(link -> link.path("differing").asInt()).containsOnlyOnce(1);
      JsonNode ledger = links.get(2);
      assertThat(ledger.path("link").asText()).isEqualTo("ledger");
      JsonNode difference = ledger.path("differences").path(0);
      assertThat(difference.path("of").asText()).isEqualTo(record.path("producer_id").asText());
      assertThat(difference.path("range").asText())
          .startsWith(
              "usage.otlp-%s offset %s, sequence %s (1 record, "
                  .formatted(
                      record.path("kafka_partition").asText(),
                      record.path("kafka_offset").asText(),
                      record.path("sequence").asText()));
      assertThat(links.stream().mapToInt(link -> link.path("differing").asInt()).sum())
          .isEqualTo(1);
    }
  }

  @Test
  void everyDecisionComesOutAgainBitByBit() {
    assertThat(replayed(undisturbed)).matches("[1-9][0-9]{2,} decisions came out .*, 0 did not.\n");
    CommandRun hour =
        CommandRun.of(
            "decisions",
            "replay",
            "--data-dir",
            undisturbed.toString(),
            "--from",
            "2026-06-08T12:00:00Z",
            "--to",
            "2026-06-08T13:00:00Z");
    assertThat(hour.out()).matches("[1-9][0-9]? decisions came out .*, 0 did not.\n");
  }

  private static String replayed(Path directory) {
    return CommandRun.output("decisions", "replay", "--data-dir", directory.toString());
  }

  @Test
  void aCandidateHasToBeatTheRunningAutoscaler() throws Exception {
    Path running = new DataLayout(undisturbed).config().resolve("autoscaler.yaml");
    String configured = Files.readString(running);
    Path larger = folder.resolve("larger.yaml");
    Files.writeString(larger, configured.replace("machines: {min: 1,", "machines: {min: 19,"));
    CommandRun lost = gate(larger);
    assertThat(lost.exitCode()).as(lost.toString()).isEqualTo(ExitCode.NOT_EQUAL);
    assertThat(lost.out()).contains("shared  candidate").contains("does not pass");

    CommandRun same = gate(running);
    assertThat(same.exitCode()).as("it has to be better").isEqualTo(ExitCode.NOT_EQUAL);

    CommandRun json =
        CommandRun.of(
            "decisions",
            "replay",
            "--data-dir",
            undisturbed.toString(),
            "--policy",
            "reactive",
            "--format",
            "json");
    JsonNode rows = new ObjectMapper().readTree(json.out());
    assertThat(rows).hasSize(2);
    assertThat(rows.path(1).path("autoscaler").asText()).isEqualTo("reactive");
    assertThat(rows.path(0).path("machine_hours").asDouble())
        .as("overbooked by the forecast, and nothing in the first day by the joint peak")
        .isLessThan(rows.path(1).path("machine_hours").asDouble());

    Path renamed = folder.resolve("renamed.yaml");
    Files.writeString(renamed, configured.replace("workload: acme-db", "workload: other-db"));
    CommandRun refused = gate(renamed);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err())
        .contains("they differ in acme/acme-db in shared, acme/other-db in shared");
  }

  private CommandRun gate(Path candidate) {
    return CommandRun.of(
        "autoscaler",
        "gate",
        "--data-dir",
        undisturbed.toString(),
        "--candidate",
        candidate.toString());
  }

  @Test
  void aDecisionIsToldInWords() throws Exception {
    try (FinishedRun run = FinishedRun.open(undisturbed)) {
      JsonNode decisions =
          new ObjectMapper().readTree(run.decisions("--pool", "shared", "--limit", "1000"));
      JsonNode grown =
          StreamSupport.stream(decisions.spliterator(), false)
              .filter(d -> d.path("rule").asText().equals("forecast"))
              .filter(d -> d.path("result").asText().equals("applied"))
              .findFirst()
              .orElseThrow();
      String id = grown.path("decision_id").asText();
      assertThat(run.explained(id.substring(0, 10)))
          .startsWith(grown.path("sentence").asText())
          .contains(id, "cores that they are expected to use together at most")
          .contains("What limited it", "What it should bring", "What came of it")
          .contains(" min later, at the next record, ", "machines had cost ");
    }
    CommandRun unknown =
        CommandRun.of("decisions", "explain", "ffffffffffff", "--data-dir", undisturbed.toString());
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unknown.err()).contains("there is no decision ffffffffffff");
  }

  @Test
  void aKilledRunThatIsStartedAgainBillsWhatAnUndisturbedOneBills() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed of the moments to kill: " + seed);
    Random random = new Random(seed);
    for (int round = 1; round <= 3; round++) {
      Path directory = folder.resolve("killed-" + round);
      int step = 1 + random.nextInt(STEPS);
      try (QuickstartProcess run = QuickstartProcess.start(directory, ARGS)) {
        run.awaitStep(step);
        run.kill();
      }
      try (QuickstartProcess run = QuickstartProcess.start(directory, ARGS)) {
        run.finished();
      }
      assertThat(replayed(directory)).endsWith(", 0 did not.\n");
      assertSameBills(directory, "killed at step " + step + ", seed " + seed);
    }
  }

  private void assertSameBills(Path directory, String how) throws Exception {
    try (FinishedRun expected = FinishedRun.open(undisturbed);
        FinishedRun actual = FinishedRun.open(directory)) {
      for (String tenant : FinishedRun.tenants()) {
        assertThat(actual.usage(tenant))
            .as("%s, %s", tenant, how)
            .isEqualTo(expected.usage(tenant));
        assertThat(actual.invoice(tenant))
            .as("%s, %s", tenant, how)
            .isEqualTo(expected.invoice(tenant));
      }
      assertThat(actual.reconcile().out()).as(how).endsWith("Every link is equal.\n");
    }
  }
}
