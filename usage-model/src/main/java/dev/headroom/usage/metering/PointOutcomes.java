package dev.headroom.usage.metering;

/**
 * Receives what became of every point: each point is told exactly once, by one of the first five
 * methods; flags come on top.
 */
public interface PointOutcomes {
  /** Points were metered, for the first time. */
  void counted(int points);

  /** A point of a series and time that was metered before; it adds nothing. */
  void repeated();

  /** A point inside time that is covered already; it adds nothing. */
  void covered();

  /** Points no meter asks for. */
  void unmetered(int points);

  /** Points that a meter asks for, but that can't be metered. */
  void quarantined(QuarantineReason reason, String metric, int points, String detail);

  /** Something about a counted point that someone should know. */
  void flagged(PointFlag flag, String metric, String detail);
}
