package dev.headroom.cli.command;

import dev.headroom.aggregation.config.AggregationJobConfig;
import dev.headroom.aggregation.runner.JobFailedException;
import dev.headroom.aggregation.runner.JobRunner;
import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.Logs;
import dev.headroom.cli.telemetry.Telemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "job",
    description =
        "Runs the aggregation job on a Flink MiniCluster in this process, until Ctrl-C;"
            + " it goes on from the newest checkpoint.",
    sortOptions = false)
public final class JobCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--rest-port",
      paramLabel = "PORT",
      description = "Port of Flink's web interface (default: a free one, see the log).")
  private int restPort;

  @Mixin private ServerOptions server = new ServerOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose();
    Serving serving = Serving.untilSignal();
    AggregationJobConfig parsed = AggregationJobConfig.load(config.path(), System.getenv());
    try (Telemetry telemetry = server.telemetry("headroom-aggregation-job");
        RunningJob job = JobRunner.start(parsed, restPort, telemetry.openTelemetry())) {
      server.announce(telemetry, spec.commandLine().getOut());
      telemetry.ready(
          () ->
              job.isRunning()
                  ? Optional.empty()
                  : Optional.of(job.failure().orElse("the job is not running")));
      boolean ended = false;
      while (!ended && !serving.isOver()) {
        ended = job.await(LOOK_EVERY);
      }
      server.leave(telemetry);
      job.stop();
    } catch (JobFailedException e) {
      throw CommandException.failed("the aggregation job failed: " + e.getMessage(), e);
    }
    return ExitCode.OK;
  }
}
