package dev.headroom.autoscaler.engine;

import java.time.Instant;
import java.util.Comparator;

/**
 * A record of the usage topic.
 *
 * @param appended when it was appended
 */
public record Position(int partition, long offset, Instant appended)
    implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::appended)
          .thenComparingInt(Position::partition)
          .thenComparingLong(Position::offset);

  /** In the order of their appending. */
  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
