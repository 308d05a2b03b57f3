package dev.headroom.usage.meter;

import java.util.Map;

/**
 * Which points a meter takes.
 *
 * @param metric the metric's name
 * @param unit the unit the metric must have
 * @param where attributes that must be equal, as text; an attribute is looked up on the point, then
 *     on its scope, then on its resource
 * @param take what of the points is taken
 */
public record PointSelector(
    String metric, String unit, Map<String, String> where, PointField take) {
  public PointSelector {
    where = Map.copyOf(where);
  }

  /** Takes the points' value. */
  public PointSelector(String metric, String unit, Map<String, String> where) {
    this(metric, unit, where, PointField.VALUE);
  }

  /** Whether what is taken is in the metric's unit; a count is in none. */
  boolean hasUnit() {
    return take != PointField.COUNT;
  }
}
