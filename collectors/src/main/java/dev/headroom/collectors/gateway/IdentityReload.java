package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Identities;
import dev.headroom.usage.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the gateway's file, and the files of tokens and keys that it names, again and again: who is
 * new is let in and who is gone is refused, without a restart. With a file that cannot be used, the
 * clients stay who they were. Everything else in it takes a restart.
 */
final class IdentityReload implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(IdentityReload.class);

  private final Path file;
  private final Map<String, String> environment;
  private final Clients clients;
  private final ScheduledExecutorService timer;
  private final GatewayConfig started;
  private Identities inUse;
  private String complaint = "";

  /**
   * Begins to watch.
   *
   * @param inUse what was read when the gateway was started
   */
  IdentityReload(Path file, Map<String, String> environment, GatewayConfig inUse, Clients clients) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.clients = clients;
    this.started = inUse;
    this.inUse = inUse.identities();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "identity-reload");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        timer.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      GatewayConfig read =
          GatewayConfig.parse(file.toString(), Files.readString(file), environment);
      if (!read.isSameButForIdentities(started)) {
        complain("only its clients are read again, the rest takes a restart");
      } else {
        complaint = "";
      }
      Identities identities = read.identities();
      if (!identities.equals(inUse)) {
        clients.set(identities);
        inUse = identities;
        LOG.info(
            "the clients have changed: {} tokens, {} certificates and subjects",
            identities.tokens().size(),
            identities.names().size());
      }
    } catch (IOException e) {
      complain("it cannot be read; the clients stay who they were");
    } catch (InvalidInputException e) {
      complain("the clients stay who they were: " + e.getMessage());
    } catch (RuntimeException e) {
      // Whatever it is, the next look must not be missed.
      complain("the clients stay who they were: " + e);
    }
  }

  /** Once for as long as it is the same. */
  private void complain(String what) {
    if (!what.equals(complaint)) {
      LOG.error("{} has changed: {}", file, what);
      complaint = what;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
