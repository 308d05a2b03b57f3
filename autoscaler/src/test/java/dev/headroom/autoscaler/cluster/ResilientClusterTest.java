package dev.headroom.autoscaler.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import dev.headroom.autoscaler.testing.Configs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stands between the autoscaler and a cluster manager that misbehaves. */
class ResilientClusterTest {

  /** A cluster manager that answers as it is told: faults that a real one shows only by chance. */
  private static final class Faulty implements ClusterManager {
    private final AtomicInteger calls = new AtomicInteger();
    private final Callable<Boolean> answer;

    Faulty(Callable<Boolean> answer) {
      this.answer = answer;
    }

    @Override
    public ClusterState state() {
      return ClusterState.of(Map.of(), Map.of(), Map.of(), Map.of());
    }

    @Override
    public void scale(WorkloadId workload, int from, int to) throws ClusterException {
      calls.incrementAndGet();
      try {
        answer.call();
      } catch (ClusterException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    @Override
    public void resize(String pool, int from, int to) {
      calls.incrementAndGet();
    }

    @Override
    public void sell(String pool, int from, int to) {
      calls.incrementAndGet();
    }

    @Override
    public void keepWarm(String pool, int from, int to) {
      calls.incrementAndGet();
    }
  }

  private static Faulty failing(ClusterException e) {
    return new Faulty(
        () -> {
          throw e;
        });
  }

  private static void scale(ClusterManager cluster) throws ClusterException {
    cluster.scale(Configs.ACME, 1, 2);
  }

  @Test
  void repeatsWhatMayPass() throws Exception {
    AtomicInteger left = new AtomicInteger(2);
    Faulty flaky =
        new Faulty(
            () -> {
              if (left.getAndDecrement() > 0) {
                throw new ClusterException.Transient("busy");
              }
              return true;
            });
    scale(new ResilientCluster(flaky, new ResilienceSettings(2, 1000, 4, 100)));
    assertThat(flaky.calls).hasValue(3);
  }

  @Test
  void givesUpAfterItsRetries() {
    Faulty down = failing(new ClusterException.Transient("busy"));
    ClusterManager cluster = new ResilientCluster(down, new ResilienceSettings(2, 1000, 4, 100));
    assertThatThrownBy(() -> scale(cluster))
        .isInstanceOf(ClusterException.Transient.class)
        .hasMessage("busy");
    assertThat(down.calls).hasValue(3);
  }

  @Test
  void repeatsNothingThatIsWrong() {
    Faulty wrong = failing(new ClusterException("no such workload"));
    ClusterManager cluster = new ResilientCluster(wrong, ResilienceSettings.DEFAULT);
    assertThatThrownBy(() -> scale(cluster)).hasMessage("no such workload");
    assertThat(wrong.calls).hasValue(1);
  }

  @Test
  void whatNobodyExpectedIsAFailureToo() {
    Faulty broken =
        new Faulty(
            () -> {
              throw new IllegalArgumentException("broken");
            });
    ClusterManager cluster = new ResilientCluster(broken, ResilienceSettings.DEFAULT);
    assertThatThrownBy(() -> scale(cluster))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("broken");
  }

  @Test
  void stopsCallingAClusterManagerThatIsDown() {
    Faulty down = failing(new ClusterException.Transient("down"));
    ClusterManager cluster = new ResilientCluster(down, new ResilienceSettings(0, 1000, 4, 50));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> scale(cluster)).hasMessage("down");
    }
    assertThatThrownBy(() -> scale(cluster))
        .isInstanceOf(ClusterException.class)
        .hasMessageContainingAll("circuit breaker is open", "50 %");
    assertThat(down.calls).hasValue(10);
  }

  @Test
  void refusesToCallMoreOftenThanItMay() throws Exception {
    Faulty good = new Faulty(() -> true);
    ClusterManager cluster = new ResilientCluster(good, new ResilienceSettings(0, 1, 100, 50));
    List<Object> outcomes = allAtOnce(12, cluster);
    assertThat(outcomes)
        .filteredOn(ClusterException.RateLimited.class::isInstance)
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e).asString().contains("1 times a second"));
    assertThat(outcomes).filteredOn("done"::equals).hasSize(good.calls.get()).isNotEmpty();
  }

  @Test
  void refusesWhatWouldQueueForEver() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    Faulty slow =
        new Faulty(
            () -> {
              released.await();
              return true;
            });
    ClusterManager cluster = new ResilientCluster(slow, new ResilienceSettings(0, 1000, 1, 50));
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<Object> first = caller.submit(() -> outcome(cluster));
      while (slow.calls.get() == 0) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> scale(cluster))
          .isInstanceOf(ClusterException.RateLimited.class)
          .hasMessageContaining("1 calls");
      released.countDown();
      assertThat(first.get()).isEqualTo("done");
    } finally {
      released.countDown();
      caller.shutdownNow();
    }
  }

  private static List<Object> allAtOnce(int calls, ClusterManager cluster) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(calls);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        tasks.add(() -> outcome(cluster));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> done : callers.invokeAll(tasks)) {
        outcomes.add(done.get());
      }
      return outcomes;
    } finally {
      callers.shutdownNow();
    }
  }

  private static Object outcome(ClusterManager cluster) {
    try {
      scale(cluster);
      return "done";
    } catch (ClusterException e) {
      return e;
    }
  }
}
