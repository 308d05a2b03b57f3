package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.Limits;
import dev.headroom.collectors.gateway.GatewayConfig.SpoolDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** A gateway in a process of its own, to be killed. */
public final class GatewayProcess {
  private GatewayProcess() {}

  /**
   * Serves until it is killed.
   *
   * @param arguments bootstrap servers, topic, spool directory, file that the ports of HTTP and
   *     gRPC are told in, with a space between them
   */
  public static void main(String[] arguments) throws Exception {
    Kafka kafka = new Kafka(arguments[0], arguments[1], Duration.ofSeconds(10), Map.of());
    SpoolDirectory spool =
        new SpoolDirectory(Path.of(arguments[2]), 256 << 20, Duration.ofMillis(300));
    Gateway gateway =
        Gateway.start(Stand.config(kafka, spool, new Limits(1 << 20, 2 << 20, 8 << 20)));
    Path file = Path.of(arguments[3]);
    Path written = file.resolveSibling("port.new");
    Files.writeString(written, gateway.httpPort() + " " + gateway.grpcPort());
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    Thread.sleep(Long.MAX_VALUE);
  }
}
