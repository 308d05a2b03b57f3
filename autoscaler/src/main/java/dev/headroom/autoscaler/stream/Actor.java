package dev.headroom.autoscaler.stream;

import dev.headroom.autoscaler.cluster.ClusterException;
import dev.headroom.autoscaler.cluster.ClusterManager;
import dev.headroom.autoscaler.config.Mode;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.demand.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Carries decisions out: those of one evaluation side by side, as far as the bulkhead lets them.
 */
final class Actor implements AutoCloseable {
  private final ClusterManager cluster;
  private final Mode mode;
  private final ExecutorService calls =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "headroom-autoscaler-call");
            thread.setDaemon(true);
            return thread;
          });

  Actor(ClusterManager cluster, Mode mode) {
    this.cluster = cluster;
    this.mode = mode;
  }

  /** The decisions with what became of each, in their order. */
  List<Decision> carryOut(List<Decision> decisions) throws InterruptedException {
    List<Callable<Decision>> tasks = new ArrayList<>();
    decisions.forEach(decision -> tasks.add(() -> carryOut(decision)));
    List<Decision> done = new ArrayList<>();
    for (Future<Decision> future : calls.invokeAll(tasks)) {
      try {
        done.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return done;
  }

  private Decision carryOut(Decision decision) {
    if (!decision.changes() || decision.result() == Result.HELD) {
      return decision;
    }
    if (mode == Mode.RECOMMEND) {
      return decision.recommended();
    }
    try {
      WorkloadId workload = decision.subject().workload();
      if (workload != null) {
        cluster.scale(workload, decision.from(), decision.to());
      } else if (decision.kind() == Kind.WARM) {
        cluster.keepWarm(decision.subject().pool(), decision.from(), decision.to());
      } else if (decision.kind() == Kind.SELL) {
        cluster.sell(decision.subject().pool(), decision.from(), decision.to());
      } else {
        cluster.resize(decision.subject().pool(), decision.from(), decision.to());
      }
      return decision;
    } catch (ClusterException.RateLimited e) {
      return decision.rateLimited(String.valueOf(e.getMessage()));
    } catch (ClusterException e) {
      return decision.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
