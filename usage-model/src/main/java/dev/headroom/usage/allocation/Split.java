package dev.headroom.usage.allocation;

import dev.headroom.usage.meter.Allocation;
import dev.headroom.usage.meter.Allocation.Rule;
import dev.headroom.usage.meter.Allocation.Untagged;
import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How what a process of many tenants used is divided. All in raw units, so nothing rounds away:
 * {@code caused + Σ allocated + own} is what the process used, or what its tenants caused where
 * that is more.
 *
 * @param caused what the tenants caused themselves, together
 * @param allocated how much of the overhead every tenant bears; without tenants that bear none
 * @param own what the process's own account bears
 * @param overAttributed by how much the tenants caused more than the process used, according to
 *     what it said
 */
public record Split(
    BigInteger caused,
    SortedMap<String, BigInteger> allocated,
    BigInteger own,
    BigInteger overAttributed) {

  /** Nothing was used. */
  public static final Split NOTHING =
      new Split(BigInteger.ZERO, new TreeMap<>(), BigInteger.ZERO, BigInteger.ZERO);

  public Split {
    allocated = Collections.unmodifiableSortedMap(new TreeMap<>(allocated));
  }

  /**
   * Divides.
   *
   * @param used by tenant, under {@link SharedUsage#UNTAGGED} what names none
   * @param weights how much of the driver every tenant had
   */
  public static Split of(
      Allocation rule, SortedMap<String, BigInteger> used, SortedMap<String, BigInteger> weights) {
    BigInteger untagged = used.getOrDefault(SharedUsage.UNTAGGED, BigInteger.ZERO);
    BigInteger all = used.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger caused = all.subtract(untagged);
    BigInteger overhead = untagged;
    BigInteger over = BigInteger.ZERO;
    if (rule.untagged() == Untagged.TOTAL) {
      BigInteger rest = untagged.subtract(caused);
      overhead = rest.max(BigInteger.ZERO);
      over = rest.negate().max(BigInteger.ZERO);
    }
    SortedMap<String, BigInteger> allocated =
        overhead.signum() > 0 ? shares(overhead, bearing(rule.by(), weights)) : new TreeMap<>();
    BigInteger borne = allocated.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    return new Split(caused, allocated, overhead.subtract(borne), over);
  }

  private static SortedMap<String, BigInteger> bearing(
      Rule by, SortedMap<String, BigInteger> weights) {
    SortedMap<String, BigInteger> bearing = new TreeMap<>();
    if (by != Rule.NONE) {
      weights.forEach(
          (tenant, weight) -> {
            if (weight.signum() > 0) {
              bearing.put(tenant, by == Rule.EVEN ? BigInteger.ONE : weight);
            }
          });
    }
    return bearing;
  }

  /**
   * In the order of the tenants' ids, each gets the difference of {@code ⌊overhead × weight so far
   * ÷ whole weight⌋} before and after it: the parts add up to the overhead, and none is further
   * than one from its exact share.
   */
  private static SortedMap<String, BigInteger> shares(
      BigInteger overhead, SortedMap<String, BigInteger> bearing) {
    BigInteger whole = bearing.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    SortedMap<String, BigInteger> shares = new TreeMap<>();
    BigInteger weight = BigInteger.ZERO;
    BigInteger before = BigInteger.ZERO;
    for (var entry : bearing.entrySet()) {
      weight = weight.add(entry.getValue());
      BigInteger until = overhead.multiply(weight).divide(whole);
      BigInteger share = until.subtract(before);
      if (share.signum() > 0) {
        shares.put(entry.getKey(), share);
      }
      before = until;
    }
    return shares;
  }

  /** What the process used, or what its tenants caused where that is more. */
  public BigInteger whole() {
    return allocated.values().stream().reduce(caused.add(own), BigInteger::add);
  }
}
