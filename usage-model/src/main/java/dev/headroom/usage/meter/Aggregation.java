package dev.headroom.usage.meter;

/** How points become a quantity. */
public enum Aggregation {
  /**
   * The increase of counters and the values of deltas, added up. Raw unit: 10<sup>-9</sup> units.
   */
  SUM,
  /**
   * The value of a gauge multiplied by the time it held. Raw unit: 10<sup>-9</sup> units ×
   * nanoseconds.
   */
  TIME_WEIGHTED,
  /** The greatest value of any point in the window. Raw unit: 10<sup>-9</sup> units. */
  MAX
}
