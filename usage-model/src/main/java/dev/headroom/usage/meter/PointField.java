package dev.headroom.usage.meter;

/** What of a point is taken. */
public enum PointField {
  /** The value of a point that has one. */
  VALUE,
  /** How many measurements a histogram's point stands for; a bare number. */
  COUNT,
  /** The sum of those measurements, in the metric's unit. */
  SUM
}
