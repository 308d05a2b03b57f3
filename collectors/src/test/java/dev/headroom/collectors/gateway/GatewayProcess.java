package dev.headroom.collectors.gateway;

import dev.headroom.collectors.gateway.GatewayConfig.Kafka;
import dev.headroom.collectors.gateway.GatewayConfig.SpoolDirectory;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.collectors.limit.TenantLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/** A gateway in a process of its own, to be killed or to be kept small. */
public final class GatewayProcess {
  private GatewayProcess() {}

  /**
   * Serves until it is killed.
   *
   * @param arguments bootstrap servers, topic, spool directory, file that the ports are told in, of
   *     HTTP and of gRPC
   */
  public static void main(String[] arguments) throws Exception {
    Kafka kafka = new Kafka(arguments[0], arguments[1], Duration.ofSeconds(10), Map.of());
    SpoolDirectory spool =
        new SpoolDirectory(Path.of(arguments[2]), 256 << 20, Duration.ofMillis(300));
    Gateway gateway =
        Gateway.start(
            Stand.config(
                kafka,
                spool,
                Stand.LIMITS,
                ClientLimits.of(new TenantLimits(null, 50_000, null, null, null))));
    Path file = Path.of(arguments[3]);
    Path written = file.resolveSibling("port.new");
    Files.writeString(written, gateway.httpPort() + " " + gateway.grpcPort());
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    Thread.sleep(Long.MAX_VALUE);
  }
}
