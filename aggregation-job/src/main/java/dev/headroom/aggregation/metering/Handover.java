package dev.headroom.aggregation.metering;

import dev.headroom.aggregation.allocation.AllocationKey;
import dev.headroom.aggregation.intake.ResourceKey;
import dev.headroom.aggregation.totals.UsageKey;
import dev.headroom.usage.allocation.SharedUsage;
import dev.headroom.usage.meter.Allocation;
import dev.headroom.usage.meter.Meter;
import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.metering.Attribution;
import dev.headroom.usage.metering.ContributionVisitor;
import dev.headroom.usage.metering.UsagePart;
import java.math.BigInteger;

/**
 * Where the contributions of one resource go: what belongs to a tenant to the totals; what tenants
 * of a shared process have to share, and what decides how, to the allocation.
 */
final class Handover implements ContributionVisitor {
  private final ResourceKey resource;
  private final MeterSet meters;
  private final Contributions totals;
  private final SharedContributions shared;

  Handover(
      ResourceKey resource, MeterSet meters, Contributions totals, SharedContributions shared) {
    this.resource = resource;
    this.meters = meters;
    this.totals = totals;
    this.shared = shared;
  }

  @Override
  public void contribution(
      Meter meter,
      Attribution attribution,
      long start,
      long end,
      String dimensions,
      UsagePart part,
      BigInteger raw) {
    if (attribution.shared() && share(meter, attribution, start, end, dimensions, raw)) {
      return;
    }
    String tenant = attribution.tenantOr(resource.tenant());
    UsageKey key = new UsageKey(tenant, meter.name(), start, end, dimensions);
    totals.add(key, part, meter.aggregation(), raw);
  }

  /** Whether that is all, since the contribution itself is to be divided. */
  private boolean share(
      Meter meter,
      Attribution attribution,
      long start,
      long end,
      String dimensions,
      BigInteger raw) {
    String tenant = attribution.isTagged() ? attribution.tenant() : SharedUsage.UNTAGGED;
    if (attribution.isTagged()) {
      for (Meter driven : meters.drivenBy(meter.name())) {
        at(driven, start, end).weigh(tenant, raw);
      }
    }
    if (meter.allocation() == null) {
      return false;
    }
    at(meter, start, end).use(dimensions, tenant, raw);
    return !attribution.isTagged();
  }

  private SharedUsage at(Meter meter, long start, long end) {
    Allocation rule = meter.allocation();
    return shared.at(
        AllocationKey.of(resource, meter, rule == null ? Allocation.OWN : rule, start, end));
  }
}
