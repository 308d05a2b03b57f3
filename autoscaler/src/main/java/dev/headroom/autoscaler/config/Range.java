package dev.headroom.autoscaler.config;

/** A number of things, both ends included; at least 1. */
public record Range(int min, int max) {
  public Range {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "min is " + min + " and max is " + max + ", expected 1 ≤ min ≤ max");
    }
  }

  /** The nearest number inside. */
  public int clamp(int value) {
    return Math.max(min, Math.min(max, value));
  }
}
