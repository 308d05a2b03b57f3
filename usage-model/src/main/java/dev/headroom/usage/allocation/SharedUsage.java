package dev.headroom.usage.allocation;

import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a process of many tenants used in one window of one meter, or what is to be added to that:
 * by dimensions and tenant, and how much of the driver each tenant had. All in raw units ({@link
 * dev.headroom.usage.meter.Aggregation}). Adding up in any order gives the same. Not thread-safe.
 */
public final class SharedUsage {

  /** Stands for the tenant where the process names none. */
  public static final String UNTAGGED = "";

  private final SortedMap<String, SortedMap<String, BigInteger>> used = new TreeMap<>();
  private final SortedMap<String, BigInteger> weights = new TreeMap<>();

  /** Adds a quantity, which may be negative. */
  public void use(String dimensions, String tenant, BigInteger raw) {
    used.computeIfAbsent(dimensions, key -> new TreeMap<>()).merge(tenant, raw, BigInteger::add);
  }

  /** Adds a quantity of the driver, which may be negative. */
  public void weigh(String tenant, BigInteger raw) {
    weights.merge(tenant, raw, BigInteger::add);
  }

  /** Adds all of another. */
  public void add(SharedUsage more) {
    more.used.forEach(
        (dimensions, tenants) -> tenants.forEach((tenant, raw) -> use(dimensions, tenant, raw)));
    more.weights.forEach(this::weigh);
  }

  /** An independent copy. */
  public SharedUsage copy() {
    SharedUsage copy = new SharedUsage();
    copy.add(this);
    return copy;
  }

  /** By dimensions, what every tenant caused, and under {@link #UNTAGGED} what names none. */
  public SortedMap<String, SortedMap<String, BigInteger>> used() {
    return Collections.unmodifiableSortedMap(used);
  }

  /** How much of the driver every tenant had. */
  public SortedMap<String, BigInteger> weights() {
    return Collections.unmodifiableSortedMap(weights);
  }
}
