package dev.headroom.usage.metering;

import java.util.EnumMap;
import java.util.Map;

/** Counts what became of points. */
final class OutcomeCounts implements PointOutcomes {

  int counted;
  int repeated;
  int covered;
  int unmetered;
  final Map<QuarantineReason, Integer> quarantined = new EnumMap<>(QuarantineReason.class);
  final Map<PointFlag, Integer> flagged = new EnumMap<>(PointFlag.class);
  final StringBuilder details = new StringBuilder();

  @Override
  public void counted(int more) {
    counted += more;
  }

  @Override
  public void repeated() {
    repeated++;
  }

  @Override
  public void covered() {
    covered++;
  }

  @Override
  public void unmetered(int more) {
    unmetered += more;
  }

  @Override
  public void quarantined(QuarantineReason reason, String metric, int points, String detail) {
    quarantined.merge(reason, points, Integer::sum);
    details.append(reason.id()).append(' ').append(metric).append(": ").append(detail).append('\n');
  }

  @Override
  public void flagged(PointFlag flag, String metric, String detail) {
    flagged.merge(flag, 1, Integer::sum);
    details.append(flag.id()).append(' ').append(metric).append(": ").append(detail).append('\n');
  }

  int total() {
    return counted
        + repeated
        + covered
        + unmetered
        + quarantined.values().stream().mapToInt(Integer::intValue).sum();
  }
}
