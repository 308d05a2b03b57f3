package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Meter;
import java.math.BigInteger;

/** Receives what a resource adds to the usage of a window. */
@FunctionalInterface
public interface ContributionVisitor {
  /**
   * One contribution.
   *
   * @param meter the meter it belongs to
   * @param windowStartEpochSecond start of the window, inclusive
   * @param windowEndEpochSecond end of the window, exclusive
   * @param dimensions the kept attributes as canonical JSON: an object of strings, keys sorted, no
   *     white space
   * @param raw what to add ({@code SUM}, {@code TIME_WEIGHTED}; may be negative, since a late point
   *     corrects), or a value of which the greatest counts ({@code MAX}); unit: see {@link
   *     dev.headroom.usage.meter.Aggregation}
   */
  void contribution(
      Meter meter,
      long windowStartEpochSecond,
      long windowEndEpochSecond,
      String dimensions,
      BigInteger raw);
}
