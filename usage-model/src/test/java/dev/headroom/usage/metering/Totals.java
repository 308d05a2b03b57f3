package dev.headroom.usage.metering;

import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.meter.WindowParts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Raw totals by meter, window, dimensions and part, as the job would keep them. */
public final class Totals implements ContributionVisitor {

  private record Key(Meter meter, long start, long end, String dimensions) {
    String text() {
      return meter.name() + " " + start + "-" + end + " " + dimensions;
    }
  }

  private final Map<Key, Map<UsagePart, BigInteger>> raw = new LinkedHashMap<>();
  private final WindowGrid grid;

  /**
   * @param zone the tenant's
   */
  public Totals(ZoneId zone) {
    this.grid = WindowGrid.of(zone);
  }

  @Override
  public void contribution(
      Meter meter,
      Attribution attribution,
      long windowStart,
      long windowEnd,
      String dimensions,
      UsagePart part,
      BigInteger amount) {
    UsagePart kept = meter.aggregation().isInParts() ? part : UsagePart.WHOLE;
    raw.computeIfAbsent(
            new Key(meter, windowStart, windowEnd, dimensions), key -> new LinkedHashMap<>())
        .merge(kept, amount, meter.aggregation()::combine);
  }

  /** What is not zero; a maximum of zero is no different from none here. */
  Map<String, BigInteger> shown() {
    Map<String, BigInteger> shown = new TreeMap<>();
    raw.forEach(
        (key, parts) ->
            parts.forEach(
                (part, amount) -> {
                  if (amount.signum() != 0) {
                    boolean inParts = key.meter().aggregation().isInParts();
                    shown.put(key.text() + (inParts ? " " + part : ""), amount);
                  }
                }));
    return shown;
  }

  /** The quantities that are not zero. */
  public Map<String, BigDecimal> quantities() {
    Map<String, BigDecimal> quantities = new TreeMap<>();
    raw.forEach(
        (key, parts) -> {
          BigDecimal quantity = key.meter().finish(total(key, parts));
          if (quantity.signum() != 0) {
            quantities.put(key.text(), quantity);
          }
        });
    return quantities;
  }

  private BigInteger total(Key key, Map<UsagePart, BigInteger> parts) {
    if (key.meter().aggregation() == Aggregation.UNIQUE) {
      return BigInteger.valueOf(parts.values().stream().filter(a -> a.signum() > 0).count());
    }
    if (key.meter().parts() instanceof WindowParts.Samples samples) {
      int count = grid.samples(samples.length(), key.start(), key.end());
      return samples.choose(List.copyOf(parts.values()), count);
    }
    return Objects.requireNonNull(parts.get(UsagePart.WHOLE));
  }
}
