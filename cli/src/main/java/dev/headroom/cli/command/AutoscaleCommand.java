package dev.headroom.cli.command;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.keda.ExternalScaler;
import dev.headroom.autoscaler.stream.Autoscaler;
import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.Logs;
import dev.headroom.cli.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--keda",
      paramLabel = "HOST:PORT",
      converter = ServerOptions.AddressConverter.class,
      description =
          "Tell KEDA there how many replicas there should be, as an external scaler; with mode: recommend.")
  private @Nullable InetSocketAddress keda;

  @Mixin private ServerOptions server = new ServerOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose();
    Serving serving = Serving.untilSignal();
    AutoscalerConfig parsed = AutoscalerConfig.parse(config.name(), config.text());
    if (keda != null && parsed.mode() != Mode.RECOMMEND) {
      throw CommandException.badInput(
          "with --keda it is KEDA that acts: expected mode: recommend in " + config.name());
    }
    try (Telemetry telemetry = server.telemetry("headroom-autoscaler");
        Autoscaler autoscaler = Autoscaler.start(parsed);
        ExternalScaler scaler = listen(autoscaler)) {
      telemetry
          .openTelemetry()
          .getMeter("dev.headroom.autoscaler")
          .counterBuilder("headroom.autoscaler.decisions")
          .setUnit("{decision}")
          .setDescription("Decisions since the start")
          .buildWithCallback(now -> now.record(autoscaler.decisions()));
      if (scaler != null) {
        spec.commandLine().getOut().printf("KEDA may ask on port %d%n", scaler.port());
      }
      server.announce(telemetry, spec.commandLine().getOut());
      telemetry.ready(autoscaler::trouble);
      Optional<String> failure = Optional.empty();
      while (failure.isEmpty() && !serving.await(LOOK_EVERY)) {
        failure = autoscaler.failure();
      }
      if (failure.isPresent()) {
        throw CommandException.failed("the autoscaler stopped: " + failure.get());
      }
      server.leave(telemetry);
    }
    return ExitCode.OK;
  }

  private @Nullable ExternalScaler listen(Autoscaler autoscaler) {
    if (keda == null) {
      return null;
    }
    try {
      return ExternalScaler.listen(keda, autoscaler);
    } catch (IOException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()), e);
    }
  }
}
