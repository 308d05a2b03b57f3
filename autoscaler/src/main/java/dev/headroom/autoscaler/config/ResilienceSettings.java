package dev.headroom.autoscaler.config;

/**
 * What stands between the autoscaler and a cluster manager that misbehaves.
 *
 * @param retries attempts after the first, 0 to 20
 * @param ratePerSecond calls a second
 * @param bulkhead calls at the same time
 * @param circuitBreakerFailureRate percent of the last 20 calls that may fail before calls stop for
 *     10 s
 */
public record ResilienceSettings(
    int retries, int ratePerSecond, int bulkhead, int circuitBreakerFailureRate) {
  public static final ResilienceSettings DEFAULT = new ResilienceSettings(3, 20, 4, 50);

  public ResilienceSettings {
    if (retries < 0
        || ratePerSecond < 1
        || bulkhead < 1
        || circuitBreakerFailureRate < 1
        || circuitBreakerFailureRate > 100) {
      throw new IllegalArgumentException(
          "expected retries ≥ 0, ratePerSecond ≥ 1, bulkhead ≥ 1, circuitBreakerFailureRate in 1…100");
    }
  }
}
