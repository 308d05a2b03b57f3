package dev.headroom.cli.command;

import dev.headroom.cli.CommandException;
import dev.headroom.cli.ExitCode;
import dev.headroom.cli.Logs;
import dev.headroom.cli.output.HumanDuration;
import dev.headroom.cli.telemetry.Telemetry;
import dev.headroom.collectors.node.NodeCollector;
import dev.headroom.collectors.node.NodeCollectorConfig;
import io.opentelemetry.api.OpenTelemetry;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "collect",
    description = {
      "Reports what the workloads of this machine use, as OTLP, until Ctrl-C (Linux only).",
      "The gateway need not be there: what was used meanwhile is sent once it is."
    },
    sortOptions = false)
public final class CollectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose();
    Serving serving = Serving.untilSignal();
    NodeCollectorConfig parsed =
        NodeCollectorConfig.parse(config.name(), config.text(), System.getenv());
    try (Telemetry telemetry = server.telemetry("headroom-node-collector");
        NodeCollector collector = start(parsed, telemetry.openTelemetry())) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "reporting to %s every %s%n",
          parsed.otlp().endpoint(), HumanDuration.of(parsed.interval()));
      server.announce(telemetry, out);
      telemetry.ready(collector::complaint);
      serving.await();
      server.leave(telemetry);
    }
    return ExitCode.OK;
  }

  private static NodeCollector start(NodeCollectorConfig config, OpenTelemetry openTelemetry) {
    try {
      return NodeCollector.start(config, openTelemetry);
    } catch (UnsupportedOperationException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()), e);
    }
  }
}
