package dev.headroom.pricing;

import java.util.Map;

/**
 * A meter as one of several that a line looks at.
 *
 * @param meter name of the meter
 * @param unit unit that its usage is converted to
 * @param times factor on that, not negative; 1 if not given
 * @param where dimensions that its usage must have to count
 */
public record MeterPart(String meter, String unit, Rational times, Map<String, String> where) {

  @SuppressWarnings("NullAway") // Absent keys arrive as null and get their defaults here.
  public MeterPart {
    times = times == null ? Rational.ONE : times;
    where = where == null ? Map.of() : Map.copyOf(where);
  }

  boolean matches(UsageQuantity usage) {
    return usage.meter().equals(meter)
        && (where.isEmpty() || usage.dimensions().entrySet().containsAll(where.entrySet()));
  }
}
