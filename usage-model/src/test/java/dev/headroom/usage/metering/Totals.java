package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Meter;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** Raw totals by meter, window, dimensions and part, as the job would keep them. */
final class Totals implements ContributionVisitor {

  private final Map<String, BigInteger> raw = new TreeMap<>();

  @Override
  public void contribution(
      Meter meter,
      long windowStart,
      long windowEnd,
      String dimensions,
      UsagePart part,
      BigInteger amount) {
    String key = meter.name() + " " + windowStart + "-" + windowEnd + " " + dimensions;
    String whole = meter.aggregation().isInParts() ? key + " " + part : key;
    raw.merge(whole, amount, meter.aggregation()::combine);
  }

  /** What is not zero; a maximum of zero is no different from none here. */
  Map<String, BigInteger> shown() {
    Map<String, BigInteger> shown = new TreeMap<>(raw);
    shown.values().removeIf(value -> value.signum() == 0);
    return shown;
  }
}
