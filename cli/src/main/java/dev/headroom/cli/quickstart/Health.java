package dev.headroom.cli.quickstart;

import dev.headroom.aggregation.runner.RunningJob;
import dev.headroom.autoscaler.stream.Autoscaler;
import dev.headroom.cli.CommandException;
import java.util.Optional;

/** Whether the parts that work on their own still do. */
record Health(RunningJob job, Autoscaler autoscaler) {
  /** What failed, and why; empty if all is well. */
  Optional<String> failure() {
    return job.failure()
        .map(reason -> "the aggregation job failed: " + reason)
        .or(() -> autoscaler.failure().map(reason -> "the autoscaler had to stop: " + reason));
  }

  void check() {
    failure()
        .ifPresent(
            failure -> {
              throw CommandException.failed(failure);
            });
  }
}
