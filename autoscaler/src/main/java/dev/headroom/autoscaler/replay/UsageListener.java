package dev.headroom.autoscaler.replay;

import java.time.Instant;
import java.util.Set;

/** Takes recorded usage, in the order of each partition. */
public interface UsageListener {
  /**
   * One record.
   *
   * @param appended when it was appended to the topic
   */
  void observe(int partition, long offset, String tenant, byte[] request, Instant appended);

  /**
   * Some were read; what is due may be evaluated.
   *
   * @param lagging partitions that hold records which have not been observed yet
   */
  void evaluate(Set<Integer> lagging);
}
