package dev.headroom.usage.metering;

/**
 * What happened between two neighbours of a cumulative series. Source: OpenTelemetry metrics data
 * model, "Resets and gaps" and "Cumulative streams: handling unknown start time".
 */
enum CounterStep {
  /** The same run: the difference of the values counts. */
  SAME_RUN,
  /** A new run: the later value counts from zero. */
  RESET,
  /** The start time went backwards, or is unknown anew: nothing is known to have been added. */
  UNKNOWN;

  /**
   * @param time time of the earlier point, in ns
   * @param start start time of the earlier point; 0 if unknown
   * @param nextTime time of the later point
   * @param nextStart start time of the later point; 0 if unknown
   */
  static CounterStep between(long time, long start, long nextTime, long nextStart) {
    if (nextStart == start || nextStart == 0) {
      return SAME_RUN;
    }
    if (nextStart == nextTime) {
      return UNKNOWN;
    }
    if (start == 0) {
      return nextStart < time ? SAME_RUN : RESET;
    }
    return nextStart > start ? RESET : UNKNOWN;
  }
}
