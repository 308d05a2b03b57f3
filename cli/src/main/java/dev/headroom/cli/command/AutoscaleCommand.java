package dev.headroom.cli.command;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.stream.Autoscaler;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.Logs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "autoscale",
    description = {
      "Scales workloads and sizes pools from the usage in Kafka, until Ctrl-C;"
          + " it goes on where its memory file says.",
      "Every decision is a line of the log and a record in Kafka."
    },
    sortOptions = false)
public final class AutoscaleCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose();
    Serving serving = Serving.untilSignal();
    AutoscalerConfig parsed = AutoscalerConfig.parse(config.name(), config.text());
    try (Autoscaler autoscaler = Autoscaler.start(parsed)) {
      Optional<String> failure = Optional.empty();
      while (failure.isEmpty() && !serving.await(LOOK_EVERY)) {
        failure = autoscaler.failure();
      }
      if (failure.isPresent()) {
        throw CommandException.failed("the autoscaler stopped: " + failure.get());
      }
    }
    return ExitCode.OK;
  }
}
