package dev.headroom.aggregation.savepoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.usage.metering.RandomUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Takes the savepoint anew; runs only if it is asked for by name, see CONTRIBUTING.md. */
@ExtendWith(StackExtension.class)
class SavepointWriter {
  private static final long SEED = 20260301;

  @Test
  void takesTheSavepointAnew(EmbeddedStack stack) throws Exception {
    Files.writeString(KeptSavepoint.RESOURCES.resolve("meters.yaml"), RandomUsage.METERS_FILE);
    History history = History.random(SEED);
    try (JobFixture fixture = stack.fixture("savepoint_expected", KeptSavepoint.SENT_AT);
        RunningJob job = JobRunner.start(KeptSavepoint.config(fixture, StateBackend.HASHMAP))) {
      History.send(fixture, history.before());
      History.send(fixture, history.after());
      awaitRecords(fixture, history.before().size() + history.after().size());
      job.stop();
      for (Map.Entry<String, String> expected : KeptSavepoint.EXPECTED.entrySet()) {
        Files.write(
            KeptSavepoint.RESOURCES.resolve(expected.getKey()), fixture.rows(expected.getValue()));
      }
    }
    for (StateBackend backend : StateBackend.values()) {
      take(stack, history, backend);
    }
  }

  private static void take(EmbeddedStack stack, History history, StateBackend backend)
      throws Exception {
    Archive archive = new Archive(new TreeMap<>());
    history.addTo(archive);
    try (JobFixture fixture = KeptSavepoint.fixture(stack, backend)) {
      try (RunningJob job = JobRunner.start(KeptSavepoint.config(fixture, backend))) {
        History.send(fixture, history.before());
        awaitRecords(fixture, history.before().size());
        job.stop();
      }
      for (String table : KeptSavepoint.tables()) {
        String rows =
            stack
                .clickhouse()
                .query(
                    "SELECT * FROM "
                        + fixture.clickhouse().database()
                        + "."
                        + table
                        + " FORMAT TSVWithNames");
        archive.files().put("tables/" + table + ".tsv", rows.getBytes(UTF_8));
      }
      try (Stream<Path> children = Files.list(fixture.checkpoints())) {
        Path savepoint =
            children
                .filter(child -> child.getFileName().toString().startsWith("savepoint-"))
                .findFirst()
                .orElseThrow();
        archive.addFolder("savepoint", savepoint);
      }
    }
    archive.write(KeptSavepoint.archive(backend));
  }

  private static void awaitRecords(JobFixture fixture, int records) {
    fixture.awaitRows("SELECT sum(records) FROM ingest", Integer.toString(records));
  }
}
