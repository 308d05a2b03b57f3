package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.Logs;
import dev.headroom.cli.telemetry.Telemetry;
import dev.headroom.collectors.gateway.Gateway;
import dev.headroom.collectors.gateway.GatewayConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "gateway",
    description = "Takes OTLP over HTTP and gRPC into Kafka, until Ctrl-C.",
    sortOptions = false)
public final class GatewayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose();
    Serving serving = Serving.untilSignal();
    GatewayConfig parsed = GatewayConfig.parse(config.name(), config.text(), System.getenv());
    try (Telemetry telemetry = server.telemetry("headroom-gateway");
        Gateway gateway = Gateway.start(parsed, telemetry.openTelemetry())) {
      gateway.reloadClients(config.path(), System.getenv(), parsed);
      PrintWriter out = spec.commandLine().getOut();
      out.printf("OTLP/HTTP on port %d, gRPC on %d%n", gateway.httpPort(), gateway.grpcPort());
      server.announce(telemetry, out);
      telemetry.ready(gateway::complaint);
      serving.await();
      gateway.leave();
      server.leave(telemetry);
    }
    return ExitCode.OK;
  }
}
