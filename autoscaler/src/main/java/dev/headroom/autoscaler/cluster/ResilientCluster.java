package dev.headroom.autoscaler.cluster;

import dev.headroom.autoscaler.config.ResilienceSettings;
import dev.headroom.autoscaler.demand.WorkloadId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A cluster manager behind a retry, a circuit breaker, a rate limiter and a bulkhead, in this order
 * from the outside: a retry is a call of its own to the others, and what the limiter or the
 * bulkhead refuse says nothing about the health of the cluster manager.
 */
public final class ResilientCluster implements ClusterManager {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final double PAUSE_GROWTH = 2;
  private static final double PAUSE_JITTER = 0.5;
  private static final int JUDGED_CALLS = 20;
  private static final int JUDGED_AT_LEAST = 10;
  private static final Duration OPEN_FOR = Duration.ofSeconds(10);

  /** How long a call waits for its turn before it is refused. */
  private static final Duration TURN = Duration.ofSeconds(5);

  private final ClusterManager cluster;
  private final ResilienceSettings settings;
  private final Retry retry;
  private final CircuitBreaker breaker;
  private final RateLimiter limiter;
  private final Bulkhead bulkhead;

  public ResilientCluster(ClusterManager cluster, ResilienceSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
    this.retry =
        Retry.of(
            "cluster",
            RetryConfig.custom()
                .maxAttempts(settings.retries() + 1)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        FIRST_PAUSE, PAUSE_GROWTH, PAUSE_JITTER))
                .retryOnException(ClusterException.Transient.class::isInstance)
                .build());
    this.breaker =
        CircuitBreaker.of(
            "cluster",
            CircuitBreakerConfig.custom()
                .failureRateThreshold(settings.circuitBreakerFailureRate())
                .slidingWindowSize(JUDGED_CALLS)
                .minimumNumberOfCalls(JUDGED_AT_LEAST)
                .waitDurationInOpenState(OPEN_FOR)
                .recordExceptions(ClusterException.Transient.class)
                .build());
    this.limiter =
        RateLimiter.of(
            "cluster",
            RateLimiterConfig.custom()
                .limitForPeriod(settings.ratePerSecond())
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(TURN)
                .build());
    this.bulkhead =
        Bulkhead.of(
            "cluster",
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.bulkhead())
                .maxWaitDuration(TURN)
                .build());
  }

  @Override
  public ClusterState state() throws ClusterException {
    return call(cluster::state);
  }

  @Override
  public void scale(WorkloadId workload, int from, int to) throws ClusterException {
    change(() -> cluster.scale(workload, from, to));
  }

  @Override
  public void resize(String pool, int from, int to) throws ClusterException {
    change(() -> cluster.resize(pool, from, to));
  }

  @Override
  public void keepWarm(String pool, int from, int to) throws ClusterException {
    change(() -> cluster.keepWarm(pool, from, to));
  }

  @Override
  public void sell(String pool, int from, int to) throws ClusterException {
    change(() -> cluster.sell(pool, from, to));
  }

  /** A call that answers nothing. */
  private interface Change {
    void make() throws ClusterException;
  }

  private void change(Change change) throws ClusterException {
    call(
        () -> {
          change.make();
          return true;
        });
  }

  private <T> T call(Callable<T> call) throws ClusterException {
    Callable<T> guarded =
        Retry.decorateCallable(
            retry,
            CircuitBreaker.decorateCallable(
                breaker,
                RateLimiter.decorateCallable(limiter, Bulkhead.decorateCallable(bulkhead, call))));
    try {
      return guarded.call();
    } catch (ClusterException e) {
      throw e;
    } catch (CallNotPermittedException e) {
      throw new ClusterException.Transient(
          "the circuit breaker is open: %d %% or more of the last calls to the cluster manager failed"
              .formatted(settings.circuitBreakerFailureRate()));
    } catch (RequestNotPermitted e) {
      throw new ClusterException.RateLimited(
          "the cluster manager may be called %d times a second"
              .formatted(settings.ratePerSecond()));
    } catch (BulkheadFullException e) {
      throw new ClusterException.RateLimited(
          "%d calls to the cluster manager are already waiting for an answer"
              .formatted(settings.bulkhead()));
    } catch (Exception e) {
      throw new ClusterException("the cluster manager failed: " + e);
    }
  }
}
