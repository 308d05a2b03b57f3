package dev.headroom.usage.allocation;

import dev.headroom.usage.meter.Allocation;
import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One window of one meter of a process of many tenants: what was used, and how it was last divided.
 * A late point changes the division for everybody, so what is told are the differences to what was
 * told before; they add up to the division of everything, whatever the order. Not thread-safe.
 */
public final class SharedWindow {

  private final SharedUsage usage;
  private final SortedMap<String, Split> told;

  /** A window of which nothing is known. */
  public SharedWindow() {
    this(new SharedUsage(), new TreeMap<>());
  }

  /** A window as it was written. */
  public SharedWindow(SharedUsage usage, SortedMap<String, Split> told) {
    this.usage = usage.copy();
    this.told = new TreeMap<>(told);
  }

  /**
   * How the division of one set of dimensions changed.
   *
   * @param now how it is divided now
   * @param allocated what is to be added to what is allocated to every tenant; never zero
   * @param own what is to be added to what the process's own account bears
   */
  public record Change(Split now, SortedMap<String, BigInteger> allocated, BigInteger own) {
    public Change {
      allocated = Collections.unmodifiableSortedMap(new TreeMap<>(allocated));
    }

    static Change between(Split before, Split now) {
      TreeSet<String> tenants = new TreeSet<>(before.allocated().keySet());
      tenants.addAll(now.allocated().keySet());
      SortedMap<String, BigInteger> allocated = new TreeMap<>();
      for (String tenant : tenants) {
        BigInteger was = before.allocated().getOrDefault(tenant, BigInteger.ZERO);
        BigInteger is = now.allocated().getOrDefault(tenant, BigInteger.ZERO);
        if (!is.equals(was)) {
          allocated.put(tenant, is.subtract(was));
        }
      }
      return new Change(now, allocated, now.own().subtract(before.own()));
    }
  }

  /** Adds what was used. */
  public void add(SharedUsage more) {
    usage.add(more);
  }

  /** Divides anew; by dimensions, what is different from the last time. */
  public SortedMap<String, Change> divide(Allocation rule) {
    SortedMap<String, Change> changes = new TreeMap<>();
    usage
        .used()
        .forEach(
            (dimensions, used) -> {
              Split before = told.getOrDefault(dimensions, Split.NOTHING);
              Split now = Split.of(rule, used, usage.weights());
              if (!now.equals(before)) {
                told.put(dimensions, now);
                changes.put(dimensions, Change.between(before, now));
              }
            });
    return changes;
  }

  /** What was used. */
  public SharedUsage usage() {
    return usage;
  }

  /** By dimensions, how it was last divided. */
  public SortedMap<String, Split> told() {
    return Collections.unmodifiableSortedMap(told);
  }
}
