package dev.headroom.autoscaler.sizing.horizontal;

/**
 * How many replicas there are while a metric is missing. KEDA documentation, "ScaledObject
 * specification", section "fallback".
 */
public enum Fallback {
  /** The configured number. */
  STATIC,
  /** As many as there are. */
  CURRENT_REPLICAS,
  /** As many as there are if that is more than the configured number, which it is otherwise. */
  CURRENT_REPLICAS_IF_HIGHER,
  /** As many as there are if that is less than the configured number, which it is otherwise. */
  CURRENT_REPLICAS_IF_LOWER;

  /**
   * Says how many.
   *
   * @param configured number of the fallback
   * @param current number of replicas
   */
  public int replicas(int configured, int current) {
    return switch (this) {
      case STATIC -> configured;
      case CURRENT_REPLICAS -> current;
      case CURRENT_REPLICAS_IF_HIGHER -> Math.max(configured, current);
      case CURRENT_REPLICAS_IF_LOWER -> Math.min(configured, current);
    };
  }
}
