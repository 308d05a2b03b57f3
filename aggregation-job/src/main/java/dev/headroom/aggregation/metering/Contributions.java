package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.totals.UsageDelta;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.usage.meter.Aggregation;
import dev.headroom.usage.metering.UsagePart;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What resources have contributed and has not left yet, by quantity. */
final class Contributions {
  private record Place(UsageKey key, UsagePart part) {}

  private final Map<Place, BigInteger> raw = new HashMap<>();

  void add(UsageKey key, UsagePart part, Aggregation aggregation, BigInteger more) {
    raw.merge(new Place(key, part), more, aggregation::combine);
  }

  /** Tells everything, and is empty then. */
  void leave(Consumer<UsageDelta> out) {
    raw.forEach((place, sum) -> out.accept(new UsageDelta(place.key(), place.part(), sum, false)));
    raw.clear();
  }
}
