package dev.headroom.tenantmeter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which tenants have a place, and who has to leave it.
 *
 * <p>A place is given up only when nothing can be recorded there any more: nobody has the tenant's
 * handle, which is what the weak reference tells, and nothing was used for so long that its last
 * values have been reported many times. A tenant that comes back begins at zero in a new place, and
 * its series has another identity ({@link Labels#SERIES}), so that nobody can take it for a counter
 * that fell.
 */
final class TenantTable {
  private static final Logger LOG = System.getLogger(TenantTable.class.getName());

  private final int maxTenants;
  private final long forgetAfterNanos;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<String, Place> places = new ConcurrentHashMap<>();
  private final Counters beyond;
  private final Tenant everybodyElse;
  private final LongAdder overflowed = new LongAdder();

  /** How many places are taken; written under the lock, after the place is. */
  private volatile int taken;

  private long forgotten;
  private volatile boolean told;

  /** A tenant's counters, and what is known of them; the mutable parts under the table's lock. */
  private static final class Place {
    final Counters counters;
    final Labels labels;
    volatile WeakReference<Tenant> handle;
    Totals seen = Totals.NONE;
    long changedAt;

    Place(Counters counters, Labels labels, Tenant handle, long now) {
      this.counters = counters;
      this.labels = labels;
      this.handle = new WeakReference<>(handle);
      this.changedAt = now;
    }
  }

  TenantTable(TenantMeterOptions options, LongSupplier nanoTime) {
    this.maxTenants = options.maxTenants();
    this.forgetAfterNanos = options.forgetAfter().toNanos();
    this.nanoTime = nanoTime;
    this.beyond = new Counters(nanoTime);
    this.everybodyElse = new Tenant(Optional.empty(), beyond);
  }

  /** Throws {@link IllegalArgumentException} if there can be no such tenant. */
  Tenant tenant(String id) {
    Tenant known = known(id);
    return known != null ? known : admit(id);
  }

  private @Nullable Tenant known(String id) {
    Place place = places.get(id);
    return place == null ? null : place.handle.get();
  }

  private Tenant admit(String id) {
    TenantIdRule.problem(id)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    // Without the lock: when it is full, this is what every request of the others comes to.
    if (taken >= maxTenants && !places.containsKey(id)) {
      return overflow();
    }
    synchronized (this) {
      Place place = places.get(id);
      if (place != null) {
        return handle(id, place);
      }
      if (taken >= maxTenants) {
        return overflow();
      }
      Counters counters = new Counters(nanoTime);
      Tenant tenant = new Tenant(Optional.of(id), counters);
      Labels labels = Labels.of(id, forgotten);
      places.put(id, new Place(counters, labels, tenant, nanoTime.getAsLong()));
      taken++;
      return tenant;
    }
  }

  /** The handle that somebody has, or a new one for the same counters. */
  private static Tenant handle(String id, Place place) {
    Tenant tenant = place.handle.get();
    if (tenant == null) {
      tenant = new Tenant(Optional.of(id), place.counters);
      place.handle = new WeakReference<>(tenant);
    }
    return tenant;
  }

  private Tenant overflow() {
    overflowed.increment();
    if (!told) {
      tell();
    }
    return everybodyElse;
  }

  private synchronized void tell() {
    if (!told) {
      told = true;
      LOG.log(
          Level.WARNING,
          "there are {0} tenants already: what further ones use is reported without tenant.id."
              + " Raise maxTenants. This is said once; headroom.tenants.overflowed counts.",
          Integer.toString(maxTenants));
    }
  }

  /** Shows what each tenant has used so far, forgetting those that need not be known any more. */
  synchronized void report(BiConsumer<Labels, Totals> to) {
    long now = nanoTime.getAsLong();
    for (Iterator<Place> each = places.values().iterator(); each.hasNext(); ) {
      Place place = each.next();
      // The handle first: once it is gone, the totals can't change any more.
      boolean unreachable = place.handle.get() == null;
      Totals totals = place.counters.totals();
      if (!totals.equals(place.seen)) {
        place.seen = totals;
        place.changedAt = now;
      }
      if (unreachable && now - place.changedAt >= forgetAfterNanos) {
        each.remove();
        taken--;
        forgotten++;
      } else {
        to.accept(place.labels, totals);
      }
    }
  }

  /** What all tenants without a place have used together. */
  Totals beyond() {
    return beyond.totals();
  }

  /** How many tenants have a place. */
  int tracked() {
    return taken;
  }

  /** How often somebody asked for a tenant and there was no place. */
  long overflowed() {
    return overflowed.sum();
  }
}
