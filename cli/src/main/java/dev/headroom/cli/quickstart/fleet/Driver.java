package dev.headroom.cli.quickstart.fleet;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Plays the trace: step after step, one export per tenant. A step is done when the gateway has
 * acknowledged all of them; only then is the position moved, so a killed run sends at most one step
 * again, with the very same points.
 */
public final class Driver {
  private static final int ATTEMPTS = 20;
  private static final Executor AFTER_A_PAUSE =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private final Fleet fleet;
  private final Export exports;
  private final GatewayClient gateway;
  private final DriverPosition position;

  public Driver(Fleet fleet, Export exports, GatewayClient gateway, DriverPosition position) {
    this.fleet = fleet;
    this.exports = exports;
    this.gateway = gateway;
    this.position = position;
  }

  /** Told after each step. */
  public interface Listener {
    /**
     * A step was acknowledged.
     *
     * @param points in the requests of this step
     */
    void stepDone(int step, long points);
  }

  /**
   * Sends the steps from the noted position to {@code end} (exclusive).
   *
   * @param proceed asked before each step; paces by taking its time, ends the run with false
   * @throws IOException if the gateway goes on refusing, or the position cannot be noted
   */
  public void run(int end, IntPredicate proceed, Listener listener) throws IOException {
    for (int step = position.read(); step < end && proceed.test(step); step++) {
      long points = send(step);
      position.write(step + 1);
      listener.stepDone(step, points);
    }
  }

  private long send(int step) throws IOException {
    List<CompletableFuture<Export.Request>> sent =
        IntStream.range(0, fleet.tenants().size())
            .mapToObj(t -> send(fleet.tenants().get(t).id(), exports.at(t, step), 1))
            .toList();
    try {
      return sent.stream().mapToLong(answer -> answer.join().points()).sum();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage(), cause);
    }
  }

  /** A request that failed is sent again alone: those acknowledged beside it are not repeated. */
  private CompletableFuture<Export.Request> send(
      String tenant, Export.Request export, int attempt) {
    CompletableFuture<Export.Request> answer = gateway.send(tenant, export);
    if (attempt == ATTEMPTS) {
      return answer;
    }
    return answer.exceptionallyCompose(
        failure ->
            CompletableFuture.supplyAsync(() -> attempt + 1, AFTER_A_PAUSE)
                .thenCompose(next -> send(tenant, export, next)));
  }
}
