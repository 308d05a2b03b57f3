package dev.headroom.usage.metering;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Gathers what is to be told about the points of one metric in one message: once for a reason. */
final class MetricTally {

  private final PointOutcomes outcomes;
  private boolean again;
  private boolean refused;
  private final Map<QuarantineReason, Entry> quarantined = new EnumMap<>(QuarantineReason.class);
  private final Map<PointFlag, Entry> flagged = new EnumMap<>(PointFlag.class);

  /** How often, and what the first time was like. */
  private static final class Entry {
    private final String detail;
    private int points;

    Entry(String detail) {
      this.detail = detail;
    }

    String text() {
      return points == 1 ? detail : detail + " (and " + (points - 1) + " more points)";
    }
  }

  MetricTally(PointOutcomes outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * From here on until {@code false} what is told is about points that have been told already, for
   * another of their numbers: what is wrong becomes a flag.
   */
  void again(boolean told) {
    again = told;
  }

  /** Whether any point was set aside, of whatever metric. */
  boolean hasRefused() {
    return refused;
  }

  void counted() {
    if (!again) {
      outcomes.counted(1);
    }
  }

  void repeated() {
    if (!again) {
      outcomes.repeated();
    }
  }

  void covered() {
    if (!again) {
      outcomes.covered();
    }
  }

  void unmetered(int points) {
    if (!again) {
      outcomes.unmetered(points);
    }
  }

  void quarantine(QuarantineReason reason, String detail, long timeNanos) {
    if (again) {
      flag(PointFlag.PARTLY_UNSUPPORTED, timeNanos, detail);
      return;
    }
    quarantine(reason, detail);
  }

  /** As above; the detail is made only if it is the first, since making it may cost more. */
  void quarantine(QuarantineReason reason, long timeNanos, Supplier<String> detail) {
    Entry known = again ? null : quarantined.get(reason);
    if (known == null) {
      quarantine(reason, detail.get(), timeNanos);
    } else {
      known.points++;
    }
  }

  void quarantine(QuarantineReason reason, String detail) {
    refused = true;
    quarantined.computeIfAbsent(reason, key -> new Entry(detail)).points++;
  }

  void flag(PointFlag flag, long timeNanos, String detail) {
    flagged.computeIfAbsent(flag, key -> new Entry("point at " + timeNanos + ": " + detail))
        .points++;
  }

  /** Tells what was gathered, and is empty then. */
  void tell(String metric) {
    quarantined.forEach(
        (reason, entry) -> outcomes.quarantined(reason, metric, entry.points, entry.text()));
    flagged.forEach((flag, entry) -> outcomes.flagged(flag, metric, entry.text()));
    quarantined.clear();
    flagged.clear();
  }
}
