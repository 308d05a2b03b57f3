package dev.headroom.usage.meter;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * How a meter's unit is read: what is counted, for how long (for {@code TIME_WEIGHTED}: {@code
 * GiBy.h}), or per second (for samples of counters: {@code By/s}).
 *
 * @param counted the unit of the points, or one that it converts into
 * @param timeNanos length of the unit of time in ns; 0 if the unit has none
 * @param isRate whether the unit is one per second
 */
record MeterUnit(String counted, long timeNanos, boolean isRate) {

  private static final String PER_SECOND = "/s";

  static MeterUnit of(Aggregation aggregation, String unit) {
    if (aggregation.isSampled() && unit.endsWith(PER_SECOND)) {
      return new MeterUnit(unit.substring(0, unit.length() - PER_SECOND.length()), 0, true);
    }
    int dot = unit.lastIndexOf('.');
    long nanos = dot < 0 ? 0 : Units.nanos(unit.substring(dot + 1));
    return aggregation == Aggregation.TIME_WEIGHTED && nanos > 0
        ? new MeterUnit(unit.substring(0, dot), nanos, false)
        : new MeterUnit(unit, 0, false);
  }

  /** Why points in that unit can't be told in the meter's; empty if they can. */
  static Optional<String> problem(Meter meter, PointSelector selector) {
    Aggregation aggregation = meter.aggregation();
    if (aggregation.isCount() || !selector.hasUnit()) {
      return Optional.empty();
    }
    String pointUnit = selector.unit();
    MeterUnit unit = of(aggregation, meter.unit());
    boolean timed = aggregation == Aggregation.TIME_WEIGHTED;
    if (Units.convert(pointUnit, unit.counted) && (!timed || unit.timeNanos > 0)) {
      return Optional.empty();
    }
    String expected = "'" + pointUnit + (timed ? ".s'" : "'");
    return Optional.of(
        "points in '"
            + pointUnit
            + "' give a quantity in "
            + (aggregation.isSampled() ? expected + " or '" + pointUnit + "/s'" : expected)
            + ", but the unit of meter '"
            + meter.name()
            + "' is '"
            + meter.unit()
            + "'");
  }

  /** Why activations can't be told in the meter's unit; empty if they can, or if it has none. */
  static Optional<String> activationsProblem(Meter meter) {
    if (!(meter.parts() instanceof WindowParts.Activations activations)) {
      return Optional.empty();
    }
    boolean length = activations.give() == WindowParts.Activations.Give.LENGTH;
    boolean fits = length ? Units.nanos(meter.unit()) > 0 : !Units.isKnown(meter.unit());
    return fits
        ? Optional.empty()
        : Optional.of(
            (length
                    ? "the length of activations is told in ns, us, ms, s, min, h or d"
                    : "the number of activations is told in a unit such as '{activation}'")
                + ", but the unit of meter '"
                + meter.name()
                + "' is '"
                + meter.unit()
                + "'");
  }

  /** The size of what raw quantities count: the greatest that all the units are multiples of. */
  long rawSize(List<PointSelector> from) {
    BigInteger size = BigInteger.valueOf(Units.size(counted));
    for (PointSelector selector : from) {
      size = size.gcd(BigInteger.valueOf(sizeOf(selector)));
    }
    return size.longValueExact();
  }

  /** The size of one of what the selector takes; a count is told in the meter's own unit. */
  long sizeOf(PointSelector selector) {
    return Units.size(selector.hasUnit() ? selector.unit() : counted);
  }
}
