package dev.headroom.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.aggregation.stack.EmbeddedStack;
import dev.headroom.aggregation.stack.JobFixture;
import dev.headroom.aggregation.stack.LossyProxy;
import dev.headroom.aggregation.stack.StackExtension;
import dev.headroom.aggregation.stack.SteadyLoad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class JobRecoveryTest {
  private static final String STORED_POINTS = "SELECT sum(points_counted) FROM ingest";

  private static void awaitProgress(JobFixture fixture, int points) {
    JobFixture.await(() -> Long.parseLong(fixture.rows(STORED_POINTS).get(0)) >= points);
  }

  @Test
  void aJobThatIsCancelledAgainAndAgainWithoutASavepointLosesAndDoublesNothing(EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      for (int minute = 0; minute < 120; minute += 40) {
        try (RunningJob job = JobRunner.start(fixture.config())) {
          SteadyLoad.send(fixture, minute, minute + 20);
          awaitProgress(fixture, 3 * minute + 1);
          SteadyLoad.send(fixture, minute + 20, minute + 40);
          assertThat(job.failure()).isEmpty();
        }
      }
      try (RunningJob job = JobRunner.start(fixture.config())) {
        SteadyLoad.awaitTwoHours(fixture);
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void aJobThatIsStoppedHasWrittenItsRowsAndGoesOnFromItsSavepoint(EmbeddedStack stack)
      throws Exception {
    try (JobFixture fixture = stack.fixture()) {
      try (RunningJob job = JobRunner.start(fixture.config())) {
        SteadyLoad.send(fixture, 0, 60);
        awaitProgress(fixture, 1);
        job.stop();
      }
      assertThat(fixture.checkpoints().toFile().list((dir, name) -> name.startsWith("savepoint-")))
          .hasSize(1);
      SteadyLoad.send(fixture, 60, 120);
      try (RunningJob job = JobRunner.start(fixture.config())) {
        SteadyLoad.awaitTwoHours(fixture);
        assertThat(job.failure()).isEmpty();
      }
    }
  }

  @Test
  void clickHouseMayBeAwayForAWhile(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      SteadyLoad.send(fixture, 0, 40);
      awaitProgress(fixture, 1);
      stack.killClickHouse();
      SteadyLoad.send(fixture, 40, 120);
      stack.startClickHouse();

      SteadyLoad.awaitTwoHours(fixture);
      assertThat(job.failure()).isEmpty();
    }
  }

  @Test
  void anInsertWhoseAnswerIsLostIsNotDoubled(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        LossyProxy proxy = new LossyProxy(stack.clickhouse().httpPort());
        RunningJob job =
            JobRunner.start(
                fixture.config(fixture.clickhouse(proxy.url()), StateBackend.HASHMAP))) {
      stack.clickhouse().query("SYSTEM STOP MERGES");
      proxy.loseAnswers(6);
      SteadyLoad.send(fixture, 0, 120);

      SteadyLoad.awaitTwoHours(fixture);

      assertThat(proxy.answersLost()).isEqualTo(6);
      assertThat(
              fixture.rows(
                  "SELECT count() - uniqExact(tenant_id, meter, window_start, revision)"
                      + " FROM usage_revision"))
          .containsExactly("0");
      assertThat(job.failure()).isEmpty();
    } finally {
      stack.clickhouse().query("SYSTEM START MERGES");
    }
  }

  @Test
  void whatAPersonMustPutRightEndsTheJobWithOneMessage(EmbeddedStack stack) throws Exception {
    try (JobFixture fixture = stack.fixture();
        RunningJob job = JobRunner.start(fixture.config())) {
      stack.clickhouse().query("DROP TABLE " + fixture.clickhouse().database() + ".usage_revision");
      SteadyLoad.send(fixture, 0, 10);

      JobFixture.await(() -> job.failure().isPresent());

      assertThat(job.failure().orElse("still running"))
          .startsWith("ClickHouse (")
          .contains("refuses")
          .contains("usage_revision")
          .doesNotContain("\n");
    }
  }
}
