package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.allocation.AllocationDelta;
import dev.headroom.aggregation.allocation.AllocationKey;
import dev.headroom.usage.allocation.SharedUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What resources have contributed to what tenants share, and has not left yet. */
final class SharedContributions {
  private final Map<AllocationKey, SharedUsage> usage = new HashMap<>();

  /** Where to add what tenants share of that window. */
  SharedUsage at(AllocationKey key) {
    return usage.computeIfAbsent(key, absent -> new SharedUsage());
  }

  /** Tells everything, and is empty then. */
  void leave(Consumer<AllocationDelta> out) {
    usage.forEach((key, more) -> out.accept(new AllocationDelta(key, more)));
    usage.clear();
  }
}
