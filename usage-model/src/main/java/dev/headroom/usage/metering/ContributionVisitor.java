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
   * @param attribution whose usage it is
   * @param windowStartEpochSecond start of the window, inclusive
   * @param windowEndEpochSecond end of the window, exclusive
   * @param dimensions the kept attributes as canonical JSON: an object of strings, keys sorted, no
   *     white space
   * @param part which part of the window, for an aggregation that is made of parts
   * @param raw to be combined with what is known ({@link
   *     dev.headroom.usage.meter.Aggregation#combine}; what is to be added may be negative, since a
   *     late point corrects); unit: see {@link dev.headroom.usage.meter.Aggregation}
   */
  void contribution(
      Meter meter,
      Attribution attribution,
      long windowStartEpochSecond,
      long windowEndEpochSecond,
      String dimensions,
      UsagePart part,
      BigInteger raw);
}
