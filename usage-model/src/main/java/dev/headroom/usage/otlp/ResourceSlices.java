package dev.headroom.usage.otlp;

/** Receives where each {@code ResourceMetrics} of a request lies. */
@FunctionalInterface
public interface ResourceSlices {
  /**
   * One {@code ResourceMetrics}.
   *
   * @param offset where its bytes start, after tag and length
   * @param length how many bytes it has
   * @param identityHigh upper half of the resource's identity
   * @param identityLow lower half of the resource's identity
   * @param points how many data points of any kind it holds
   */
  void resource(int offset, int length, long identityHigh, long identityLow, int points);
}
