package dev.headroom.autoscaler.trace;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;

/** The times of a trace as equal steps: the step is the shortest time between two neighbours. */
final class Grid {
  private static final DateTimeFormatter WITH_SPACE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private static final int MOST_STEPS = 10_000_000;

  private final List<Instant> times;
  private final Duration step;

  /**
   * @param times ascending, without repetition, at least two
   * @param wheres where each of them stands
   */
  Grid(List<Instant> times, List<String> wheres, String file) {
    if (times.size() < 2) {
      throw new TraceException(file, times.size() + " times, expected at least 2");
    }
    this.times = times;
    Duration least = Duration.between(times.get(0), times.get(1));
    for (int i = 2; i < times.size(); i++) {
      Duration between = Duration.between(times.get(i - 1), times.get(i));
      least = between.compareTo(least) < 0 ? between : least;
    }
    if (least.toMillis() < 1) {
      throw new TraceException(file, "a step of " + least + ", expected a millisecond or more");
    }
    this.step = least;
    for (int i = 0; i < times.size(); i++) {
      Duration since = Duration.between(times.get(0), times.get(i));
      if (since.toMillis() % step.toMillis() != 0) {
        throw new TraceException(
            wheres.get(i),
            times.get(i) + " is no multiple of the step of " + step + " after " + times.get(0));
      }
    }
    if (index(times.get(times.size() - 1)) >= MOST_STEPS) {
      throw new TraceException(file, "more than " + MOST_STEPS + " steps of " + step);
    }
  }

  Duration step() {
    return step;
  }

  int size() {
    return index(times.get(times.size() - 1)) + 1;
  }

  int index(Instant time) {
    long index = Duration.between(times.get(0), time).toMillis() / step.toMillis();
    return (int) Math.min(Integer.MAX_VALUE - 1, index);
  }

  /** ISO 8601 with an offset, or without one for UTC; or seconds since 1970. */
  static Instant time(String text, String where) {
    String stripped = text.strip();
    try {
      if (stripped.matches("\\d{1,12}")) {
        return Instant.ofEpochSecond(Long.parseLong(stripped));
      }
      if (stripped.length() == 19) {
        return stripped.charAt(10) == ' '
            ? LocalDateTime.parse(stripped, WITH_SPACE).toInstant(ZoneOffset.UTC)
            : LocalDateTime.parse(stripped).toInstant(ZoneOffset.UTC);
      }
      return OffsetDateTime.parse(stripped).toInstant();
    } catch (DateTimeParseException e) {
      throw new TraceException(
          where,
          "'" + stripped + "', expected a time as 2026-11-01T00:00:00Z or seconds since 1970",
          e);
    }
  }
}
