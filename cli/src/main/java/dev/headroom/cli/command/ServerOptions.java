package dev.headroom.cli.command;

import dev.headroom.cli.telemetry.Telemetry;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every server has: a place to look at it, and a way to leave. */
final class ServerOptions {
  @Option(
      names = "--management",
      paramLabel = "HOST:PORT",
      converter = AddressConverter.class,
      description = "Serve /metrics, /livez and /readyz there; port 0 takes a free one.")
  private @Nullable InetSocketAddress management;

  @Option(
      names = "--drain-for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "After SIGTERM, how long to go on while /readyz says no, so that nobody sends any more (default: 0s).")
  private Duration drainFor = Duration.ZERO;

  /** {@code HOST:PORT}. */
  static final class AddressConverter implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
      int colon = text.lastIndexOf(':');
      try {
        return new InetSocketAddress(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new TypeConversionException("expected HOST:PORT, such as 127.0.0.1:9464");
      }
    }
  }

  Telemetry telemetry(String service) {
    return Telemetry.start(service, management);
  }

  /** Says where it can be looked at. */
  void announce(Telemetry telemetry, PrintWriter out) {
    telemetry.port().ifPresent(port -> out.printf("management on port %d%n", port));
    out.flush();
  }

  /** Says that it is leaving, and waits until nobody comes any more. */
  void leave(Telemetry telemetry) throws InterruptedException {
    telemetry.stopping();
    Thread.sleep(drainFor.toMillis());
  }
}
