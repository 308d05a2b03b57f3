package dev.headroom.usage.meter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/**
 * A meter: which points become which quantity.
 *
 * @param name what price books call it
 * @param description what it means, for people
 * @param unit the quantity's unit; for {@code TIME_WEIGHTED} the points' unit followed by {@code
 *     .s}
 * @param aggregation how points become a quantity
 * @param from which points; several entries are alternatives
 * @param dimensions attribute keys kept beside the quantity
 * @param window length of a window; divides a day
 * @param staleness how long a gauge's value holds at most, and which distance between two points
 *     leaves a gap that later points may fill
 */
public record Meter(
    String name,
    String description,
    String unit,
    Aggregation aggregation,
    List<PointSelector> from,
    List<String> dimensions,
    Duration window,
    Duration staleness) {

  /** The window of a meter that names none. */
  public static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

  /** The staleness of a meter that names none. */
  public static final Duration DEFAULT_STALENESS = Duration.ofMinutes(5);

  private static final int SCALE = 9;
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);

  public Meter {
    from = List.copyOf(from);
    dimensions = List.copyOf(dimensions);
  }

  /**
   * The quantity, in this meter's unit at scale 9, of a raw total. Exact for {@code SUM} and {@code
   * MAX}; for {@code TIME_WEIGHTED} the total is divided by 10<sup>9</sup> ns/s and rounded
   * half-even, the only rounding of its way.
   */
  public BigDecimal finish(BigInteger raw) {
    BigDecimal quantity = new BigDecimal(raw, SCALE);
    return aggregation == Aggregation.TIME_WEIGHTED
        ? quantity.divide(NANOS_PER_SECOND, SCALE, RoundingMode.HALF_EVEN)
        : quantity;
  }
}
