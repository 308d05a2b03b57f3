package dev.headroom.cli.command;

import dev.headroom.cli.ExitCode;
import dev.headroom.cli.Logs;
import dev.headroom.collectors.gateway.Gateway;
import dev.headroom.collectors.gateway.GatewayConfig;
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

  @Override
  public Integer call() throws InterruptedException {
    Logs.verbose();
    Serving serving = Serving.untilSignal();
    GatewayConfig parsed = GatewayConfig.parse(config.name(), config.text(), System.getenv());
    try (Gateway gateway = Gateway.start(parsed)) {
      gateway.reloadClients(config.path(), System.getenv(), parsed);
      spec.commandLine()
          .getOut()
          .printf("OTLP/HTTP on port %d, gRPC on %d%n", gateway.httpPort(), gateway.grpcPort());
      spec.commandLine().getOut().flush();
      serving.await();
    }
    return ExitCode.OK;
  }
}
