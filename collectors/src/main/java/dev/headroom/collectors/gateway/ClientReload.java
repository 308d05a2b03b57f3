package dev.headroom.collectors.gateway;

import dev.headroom.collectors.identity.Identities;
import dev.headroom.collectors.limit.ClientLimits;
import dev.headroom.usage.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the gateway's file, and the files of tokens and keys that it names, again and again: who is
 * new is let in, who is gone is refused, and limits of clients hold, without a restart. With a file
 * that cannot be used, the clients stay who they were. Everything else in it takes a restart.
 *
 * <p>A change holds once it was read twice, so that a file which is just being written does not
 * shut out those whose lines are not there yet.
 */
final class ClientReload implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration CONFIRM_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(ClientReload.class);

  private final Path file;
  private final Map<String, String> environment;
  private final Clients clients;
  private final ScheduledExecutorService timer;
  private final GatewayConfig started;
  private Read inUse;
  private @Nullable Read unconfirmed;
  private String complaint = "";

  /** What of the files may change. */
  private record Read(Identities identities, ClientLimits limits) {
    static Read of(GatewayConfig config) {
      return new Read(config.identities(), config.clientLimits());
    }
  }

  /**
   * Watches from its {@link #start} on.
   *
   * @param inUse what was read when the gateway was started
   */
  ClientReload(Path file, Map<String, String> environment, GatewayConfig inUse, Clients clients) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.clients = clients;
    this.started = inUse;
    this.inUse = Read.of(inUse);
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "client-reload");
              thread.setDaemon(true);
              return thread;
            });
  }

  void start() {
    lookAfter(EVERY);
  }

  private void lookAfter(Duration pause) {
    var unused = timer.schedule(() -> lookAfter(look()), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads the files once; returns when to look again. */
  Duration look() {
    try {
      GatewayConfig config =
          GatewayConfig.parse(file.toString(), Files.readString(file), environment);
      if (!config.isSameButForClients(started)) {
        complain("only its clients and their limits are read again, the rest takes a restart");
      } else {
        complaint = "";
      }
      return read(Read.of(config));
    } catch (IOException e) {
      complain("it cannot be read; the clients stay who they were");
    } catch (InvalidInputException e) {
      complain("the clients stay who they were: " + e.getMessage());
    } catch (RuntimeException e) {
      // Whatever it is, the next look must not be missed.
      complain("the clients stay who they were: " + e);
    }
    return EVERY;
  }

  private Duration read(Read now) {
    if (now.equals(inUse)) {
      unconfirmed = null;
      return EVERY;
    }
    if (!now.equals(unconfirmed)) {
      unconfirmed = now;
      return CONFIRM_AFTER;
    }
    clients.set(now.limits());
    clients.set(now.identities());
    inUse = now;
    unconfirmed = null;
    LOG.info(
        "the clients have changed: {} tokens, {} certificates and subjects, {} with limits of their own",
        now.identities().tokens().size(),
        now.identities().names().size(),
        now.limits().overrides().size());
    return EVERY;
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
