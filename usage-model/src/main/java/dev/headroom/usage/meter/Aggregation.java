package dev.headroom.usage.meter;

import java.math.BigInteger;

/**
 * How points become a quantity. A raw quantity is a whole number; what it counts is said beside
 * each aggregation, where <em>units</em> are those of {@link Meter#factor}.
 */
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
  MAX,
  /** The least value of any point in the window. Raw unit: 10<sup>-9</sup> units. */
  MIN,
  /** The value of the latest point in the window. Raw: see {@link LastValue}. */
  LAST,
  /**
   * The number of values of an attribute under which there was usage in the window. Raw: {@code
   * SUM}'s or {@code TIME_WEIGHTED}'s for every value, the number of values for the window.
   */
  UNIQUE,
  /**
   * The percentile, by nearest rank, of what all series together used in samples of fixed length.
   * Raw: {@code SUM}'s if the meter measures a rate, else {@code TIME_WEIGHTED}'s, of a sample.
   */
  PERCENTILE,
  /** The greatest of such samples. Raw: as for {@code PERCENTILE}. */
  HIGH_WATER,
  /**
   * The activations of every series, or their length, each rounded up for itself. Raw: their
   * number, or nanoseconds.
   */
  ACTIVATIONS;

  /** Whether the quantities of parts add up to that of the whole. */
  public boolean isAdditive() {
    return this == SUM || this == TIME_WEIGHTED;
  }

  /** Whether one point's value stands for all: such a contribution is never taken back. */
  public boolean isExtreme() {
    return this == MAX || this == MIN || this == LAST;
  }

  /** Whether a window's quantity follows from samples of fixed length. */
  public boolean isSampled() {
    return this == PERCENTILE || this == HIGH_WATER;
  }

  /** Whether a window's quantity is made of parts: of samples, or of the values of an attribute. */
  public boolean isInParts() {
    return isSampled() || this == UNIQUE;
  }

  /** Whether only the points' time and sign matter, or their attributes, so that no unit does. */
  public boolean isCount() {
    return this == UNIQUE || this == ACTIVATIONS;
  }

  /** Two raw contributions to the same window, or to the same part of it, as one. */
  public BigInteger combine(BigInteger one, BigInteger other) {
    return switch (this) {
      case MAX, LAST -> one.max(other);
      case MIN -> one.min(other);
      default -> one.add(other);
    };
  }
}
