package dev.headroom.usage.metering;

import java.util.Locale;

/** What is remarkable about a point that was counted all the same. */
public enum PointFlag {
  /** A counter fell without a new start time; the fall counts as zero. */
  DECREASE,
  /** A point's time range overlaps its neighbour's. */
  OVERLAP,
  /** Time between a point and its neighbour is not covered by either. */
  GAP,
  /** A counter whose increase before this point can't be known; it counts as zero. */
  UNKNOWN_HISTORY,
  /** Some meter that selects the point can't aggregate its kind of metric; others can. */
  PARTLY_UNSUPPORTED;

  /** The flag as it stands in tables: kebab-case. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
