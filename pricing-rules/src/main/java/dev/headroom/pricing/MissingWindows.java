package dev.headroom.pricing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The windows between the first and the last of a tenant's meter that no row is for. Windows need
 * not be of one length: those of days and months follow the calendar.
 */
final class MissingWindows {
  /** A gap of a year of minutes is one mistake. */
  private static final int MOST_NAMED = 24;

  private final ObjIntConsumer<String> problems;

  /**
   * @param problems takes a message and the number of the line that it is about
   */
  MissingWindows(ObjIntConsumer<String> problems) {
    this.problems = problems;
  }

  private record Series(String tenant, String meter) {
    @Override
    public String toString() {
      return "tenant " + tenant + ", meter " + meter;
    }
  }

  /** Says what is missing, at the row that comes after it. */
  void check(List<UsageRows.Line> rows) {
    Map<Series, List<UsageRows.Line>> bySeries = new LinkedHashMap<>();
    for (UsageRows.Line row : rows) {
      Series series = new Series(row.key().tenant(), row.key().meter());
      bySeries.computeIfAbsent(series, s -> new ArrayList<>()).add(row);
    }
    bySeries.forEach(this::check);
  }

  private void check(Series series, List<UsageRows.Line> rows) {
    rows.sort(
        Comparator.comparing((UsageRows.Line row) -> row.key().start())
            .thenComparing(row -> row.key().end()));
    for (int i = 1; i < rows.size(); i++) {
      UsageRows.Key before = rows.get(i - 1).key();
      UsageRows.Line row = rows.get(i);
      boolean same =
          before.start().equals(row.key().start()) && before.end().equals(row.key().end());
      if (before.end().isBefore(row.key().start())) {
        gap(series, before, row);
      } else if (!same && before.end().isAfter(row.key().start())) {
        problems.accept(
            "%s: the window from %s overlaps the one from %s"
                .formatted(series, row.key().start(), before.start()),
            row.number());
      }
    }
  }

  /** Each window by itself, if whole ones of the length before fill the gap. */
  private void gap(Series series, UsageRows.Key before, UsageRows.Line after) {
    Duration length = Duration.between(before.start(), before.end());
    Duration gap = Duration.between(before.end(), after.key().start());
    long windows = gap.dividedBy(length);
    boolean whole = length.multipliedBy(windows).equals(gap) && windows <= MOST_NAMED;
    Instant from = before.end();
    for (int i = 0; i < (whole ? windows : 1); i++) {
      Instant to = whole ? from.plus(length) : after.key().start();
      problems.accept(
          "%s: nothing from %s to %s, expected a row for every window between the first and the last"
              .formatted(series, from, to),
          after.number());
      from = to;
    }
  }
}
