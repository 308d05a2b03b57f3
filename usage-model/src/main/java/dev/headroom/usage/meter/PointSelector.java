package dev.headroom.usage.meter;

import java.util.Map;

/**
 * Which points a meter takes.
 *
 * @param metric the metric's name
 * @param unit the unit the metric must have
 * @param where attributes that must be equal, as text; an attribute is looked up on the point, then
 *     on its scope, then on its resource
 */
public record PointSelector(String metric, String unit, Map<String, String> where) {
  public PointSelector {
    where = Map.copyOf(where);
  }
}
