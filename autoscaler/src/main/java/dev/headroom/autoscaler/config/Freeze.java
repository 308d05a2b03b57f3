package dev.headroom.autoscaler.config;

import java.time.Instant;

/**
 * A time in which nothing is changed, such as that of maintenance.
 *
 * @param from inclusive, on the clock of the usage
 * @param to exclusive
 * @param reason for the decisions that it holds back
 */
public record Freeze(Instant from, Instant to, String reason) {
  public Freeze {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("to is " + to + ", expected a time after " + from);
    }
  }

  /** Whether it holds at a time. */
  public boolean holds(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }
}
