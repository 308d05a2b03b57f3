package dev.headroom.aggregation.savepoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.StackExtension;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A savepoint that was taken in the middle of a history, with the rows that were stored until then,
 * is kept as a test resource; whatever has changed since, the job goes on from it and comes to the
 * tables of a run that nothing interrupted. {@link SavepointWriter} takes it anew.
 */
@ExtendWith(StackExtension.class)
class SavepointTest {
  @ParameterizedTest
  @EnumSource(StateBackend.class)
  void theJobGoesOnFromTheSavepointThatIsKept(StateBackend backend, EmbeddedStack stack)
      throws Exception {
    Archive archive = Archive.read(KeptSavepoint.archive(backend));
    History history = History.read(archive);
    try (JobFixture fixture = KeptSavepoint.fixture(stack, backend)) {
      History.send(fixture, history.before());
      restoreTables(fixture, stack, archive);
      archive.extractFolder("savepoint", fixture.checkpoints().resolve("savepoint-kept"));
      try (RunningJob job = JobRunner.start(KeptSavepoint.config(fixture, backend))) {
        History.send(fixture, history.after());
        for (Map.Entry<String, String> expected : KeptSavepoint.EXPECTED.entrySet()) {
          List<String> lines =
              Files.readAllLines(KeptSavepoint.RESOURCES.resolve(expected.getKey()));
          JobFixture.await(
              () -> fixture.rows(expected.getValue()).equals(lines) || job.failure().isPresent());
          assertThat(job.failure()).isEmpty();
          assertThat(fixture.rows(expected.getValue()))
              .as("%s; has the state's format changed? see CONTRIBUTING.md", expected.getKey())
              .containsExactlyElementsOf(lines);
        }
      }
    }
  }

  private static void restoreTables(JobFixture fixture, EmbeddedStack stack, Archive archive) {
    for (String table : KeptSavepoint.tables()) {
      byte[] rows = archive.files().get("tables/" + table + ".tsv");
      assertThat(rows).as(table).isNotNull();
      String text = new String(rows, UTF_8);
      if (!text.isEmpty()) {
        stack
            .clickhouse()
            .query(
                "INSERT INTO "
                    + fixture.clickhouse().database()
                    + "."
                    + table
                    + " FORMAT TSVWithNames\n"
                    + text);
      }
    }
  }
}
