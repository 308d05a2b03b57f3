package dev.headroom.pricing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The months that are billed whether a tenant uses anything or not.
 *
 * <p>How far time has come is told by usage, of whichever tenant, and not by a clock: so the same
 * usage gives the same bills whenever it is rated, and in whatever order it comes. A month has
 * begun where a day with usage lies in it, or between two such months; but a stray time, years
 * before all others, fills nothing.
 */
public final class BegunMonths {
  /** Months further apart than that say nothing about those between them. */
  static final int LONGEST_GAP_MONTHS = 12;

  /** Nothing has begun. */
  public static final BegunMonths NONE = new BegunMonths(new TreeSet<>());

  private final SortedSet<LocalDate> days;
  private final Map<ZoneId, SortedSet<YearMonth>> byZone = new HashMap<>();

  private BegunMonths(SortedSet<LocalDate> days) {
    this.days = days;
  }

  /**
   * From the days of some usage.
   *
   * @param days in UTC; in another time zone a month begins with the first such day that begins in
   *     it, so up to a day late and never early
   */
  public static BegunMonths of(Collection<LocalDate> days) {
    return new BegunMonths(new TreeSet<>(days));
  }

  /** With one more day. */
  public BegunMonths and(LocalDate day) {
    SortedSet<LocalDate> more = new TreeSet<>(days);
    more.add(day);
    return new BegunMonths(more);
  }

  public boolean isKnown(LocalDate day) {
    return days.contains(day);
  }

  /** Those of a time zone. */
  public SortedSet<YearMonth> in(ZoneId zone) {
    return byZone.computeIfAbsent(zone, this::begun);
  }

  /** Those in which a tenant has a subscription. */
  public SortedSet<YearMonth> of(Tenant tenant) {
    SortedSet<YearMonth> months = new TreeSet<>(in(tenant.timeZone()));
    months.removeIf(month -> !tenant.isSubscribedIn(month));
    return months;
  }

  private SortedSet<YearMonth> begun(ZoneId zone) {
    SortedSet<YearMonth> months = new TreeSet<>();
    for (LocalDate day : days) {
      YearMonth month = YearMonth.from(day.atStartOfDay(ZoneOffset.UTC).withZoneSameInstant(zone));
      if (!months.isEmpty() && !month.minusMonths(LONGEST_GAP_MONTHS).isAfter(months.last())) {
        for (YearMonth m = months.last(); m.isBefore(month); m = m.plusMonths(1)) {
          months.add(m);
        }
      }
      months.add(month);
    }
    return Collections.unmodifiableSortedSet(months);
  }
}
