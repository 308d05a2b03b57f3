package dev.headroom.cli.command;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.replay.Rehearsal;
import dev.headroom.cli.autoscaler.RecordedRun;
import dev.headroom.cli.autoscaler.RehearsalReport;
import dev.headroom.cli.output.Format;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How autoscalers are rehearsed on recorded usage. */
final class RehearsalOption {
  @Option(
      names = "--replica-start",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "From a decision until a replica takes load, in the rehearsal (default: 30s).")
  private Duration replicaStart = Duration.ofSeconds(30);

  @Option(
      names = "--machine-start",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "From a decision until a machine takes load (default: 5m).")
  private Duration machineStart = Duration.ofMinutes(5);

  @Mixin private FormatOption format = new FormatOption();

  Format format() {
    return format.format();
  }

  /** Both on the same usage. */
  RehearsalReport compare(
      RecordedRun run,
      RecordedOption recorded,
      AutoscalerConfig first,
      AutoscalerConfig second,
      String firstName,
      String secondName) {
    Rehearsal one = rehearsal(recorded, first);
    Rehearsal other = rehearsal(recorded, second);
    run.usage(List.of(one, other));
    return new RehearsalReport(firstName, one.costs(), secondName, other.costs());
  }

  private Rehearsal rehearsal(RecordedOption recorded, AutoscalerConfig config) {
    return new Rehearsal(config, replicaStart, machineStart, recorded.from(), recorded.to());
  }
}
