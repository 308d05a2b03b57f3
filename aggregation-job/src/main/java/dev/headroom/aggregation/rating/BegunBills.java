package dev.headroom.aggregation.rating;

import dev.headroom.pricing.BegunMonths;
import dev.headroom.pricing.Tenant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** The bills that there are though nothing may have been used: of every tenant with a book. */
final class BegunBills {
  private static final MapStateDescriptor<Long, Boolean> DAYS =
      new MapStateDescriptor<>("usage-days", Types.LONG, Types.BOOLEAN);

  private final BroadcastState<Long, Boolean> days;
  private BegunMonths months;

  private BegunBills(BroadcastState<Long, Boolean> days, BegunMonths months) {
    this.days = days;
    this.months = months;
  }

  static BegunBills restore(OperatorStateStore store) throws Exception {
    BroadcastState<Long, Boolean> days = store.getBroadcastState(DAYS);
    List<LocalDate> known = new ArrayList<>();
    for (Map.Entry<Long, Boolean> entry : days.immutableEntries()) {
      known.add(LocalDate.ofEpochDay(entry.getKey()));
    }
    return new BegunBills(days, BegunMonths.of(known));
  }

  /** Those that begin by a day with usage; none if it is known. */
  List<BillKey> begin(LocalDate day, List<Tenant> tenants) throws Exception {
    if (months.isKnown(day)) {
      return List.of();
    }
    days.put(day.toEpochDay(), true);
    BegunMonths before = months;
    months = months.and(day);
    return since(before, tenants);
  }

  /** All of them. */
  List<BillKey> all(List<Tenant> tenants) {
    return since(BegunMonths.NONE, tenants);
  }

  private List<BillKey> since(BegunMonths before, List<Tenant> tenants) {
    Map<ZoneId, Set<YearMonth>> begun = new HashMap<>();
    List<BillKey> bills = new ArrayList<>();
    for (Tenant tenant : tenants) {
      for (YearMonth month :
          begun.computeIfAbsent(tenant.timeZone(), zone -> since(before, zone))) {
        if (tenant.isSubscribedIn(month)) {
          bills.add(BillKey.of(tenant.id(), month));
        }
      }
    }
    return bills;
  }

  private Set<YearMonth> since(BegunMonths before, ZoneId zone) {
    Set<YearMonth> since = new TreeSet<>(months.in(zone));
    since.removeAll(before.in(zone));
    return since;
  }
}
