package dev.headroom.usage.meter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A meter: which points become which quantity.
 *
 * @param name what price books call it
 * @param description what it means, for people
 * @param unit the quantity's unit: the points', or one that it converts into; for {@code
 *     TIME_WEIGHTED} followed by a unit of time, as in {@code GiBy.h}
 * @param aggregation how points become a quantity
 * @param from which points; several entries are alternatives
 * @param dimensions attribute keys kept beside the quantity
 * @param window length of a window; if it is fixed, it divides a day
 * @param staleness how long a gauge's value holds at most, and which distance between two points
 *     leaves a gap that later points may fill
 * @param parts what a window's quantity is made of
 * @param allocation how a shared process's overhead is laid upon its tenants; null: not at all
 * @param state which state of which resource it is; null: of none
 */
public record Meter(
    String name,
    String description,
    String unit,
    Aggregation aggregation,
    List<PointSelector> from,
    List<String> dimensions,
    WindowLength window,
    Duration staleness,
    WindowParts parts,
    @Nullable Allocation allocation,
    @Nullable ResourceState state) {

  /** The window of a meter that names none. */
  public static final WindowLength DEFAULT_WINDOW = WindowLength.of(Duration.ofHours(1));

  /** The staleness of a meter that names none. */
  public static final Duration DEFAULT_STALENESS = Duration.ofMinutes(5);

  private static final int SCALE = 9;
  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

  public Meter {
    from = List.copyOf(from);
    dimensions = List.copyOf(dimensions);
  }

  /** A meter whose windows have no parts, of which nothing is allocated, and that is no state. */
  public Meter(
      String name,
      String description,
      String unit,
      Aggregation aggregation,
      List<PointSelector> from,
      List<String> dimensions,
      WindowLength window,
      Duration staleness) {
    this(
        name,
        description,
        unit,
        aggregation,
        from,
        dimensions,
        window,
        staleness,
        new WindowParts.Whole(),
        null,
        null);
  }

  /** The length of time within which contributions may be added up: a sample, or a window. */
  public WindowLength step() {
    return parts instanceof WindowParts.Samples samples
        ? WindowLength.of(samples.length())
        : window;
  }

  /** Whether the quantity is one per second. */
  public boolean isRate() {
    return MeterUnit.of(aggregation, unit).isRate();
  }

  /**
   * By what the values of the selector's points are multiplied, so that those of all selectors
   * count the same unit: a whole number, so nothing rounds.
   */
  public long factor(PointSelector selector) {
    MeterUnit read = MeterUnit.of(aggregation, unit);
    return aggregation.isCount() ? 1 : read.sizeOf(selector) / read.rawSize(from);
  }

  /**
   * The quantity, in this meter's unit at scale 9, of a raw total. Exact unless the unit is a
   * larger one than the points', a weight of time, a length, or a sample; then it is rounded
   * half-even, the only rounding of its way.
   */
  public BigDecimal finish(BigInteger raw) {
    if (aggregation == Aggregation.UNIQUE) {
      return new BigDecimal(raw).setScale(SCALE);
    }
    if (parts instanceof WindowParts.Activations activations) {
      return finish(activations, raw);
    }
    BigInteger value = aggregation == Aggregation.LAST ? LastValue.value(raw) : raw;
    return new BigDecimal(value, SCALE)
        .divide(new BigDecimal(divisor()), SCALE, RoundingMode.HALF_EVEN);
  }

  private BigDecimal finish(WindowParts.Activations activations, BigInteger raw) {
    return activations.give() == WindowParts.Activations.Give.NUMBER
        ? new BigDecimal(raw).setScale(SCALE)
        : new BigDecimal(raw)
            .divide(BigDecimal.valueOf(Units.nanos(unit)), SCALE, RoundingMode.HALF_EVEN);
  }

  private BigInteger divisor() {
    MeterUnit read = MeterUnit.of(aggregation, unit);
    BigInteger size = BigInteger.valueOf(Units.size(read.counted()) / read.rawSize(from));
    if (aggregation == Aggregation.TIME_WEIGHTED) {
      return size.multiply(BigInteger.valueOf(read.timeNanos()));
    }
    if (parts instanceof WindowParts.Samples samples) {
      BigInteger length = BigInteger.valueOf(samples.length().toNanos());
      return size.multiply(isRate() ? length.divide(NANOS_PER_SECOND) : length);
    }
    return size;
  }
}
