package dev.headroom.autoscaler.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The event time of one pool. An evaluation is due when every partition that may still hold older
 * points has been read beyond it, and one more interval has passed for tenants that report later.
 * Times at which nobody reported are not evaluated: a silent stream changes nothing.
 */
final class PoolClock {
  private final long intervalSeconds;
  private final Map<Integer, Instant> newest = new TreeMap<>();
  private final NavigableSet<Instant> reported = new TreeSet<>();
  private @Nullable Instant evaluated;

  PoolClock(Duration interval) {
    this.intervalSeconds = interval.toSeconds();
  }

  /** A point of the pool, read from a partition. */
  void saw(int partition, Instant time) {
    newest.merge(partition, time, (a, b) -> a.isAfter(b) ? a : b);
    Instant tick = atOrAfter(time);
    if (evaluated == null || tick.isAfter(evaluated)) {
      reported.add(tick);
    }
  }

  /**
   * Evaluation times that are due, oldest first.
   *
   * @param lagging partitions that hold records not read yet
   */
  List<Instant> due(Set<Integer> lagging) {
    Instant clock = null;
    for (Instant time : newest.values()) {
      clock = clock == null || time.isAfter(clock) ? time : clock;
    }
    for (Map.Entry<Integer, Instant> entry : newest.entrySet()) {
      if (lagging.contains(entry.getKey()) && entry.getValue().isBefore(clock)) {
        clock = entry.getValue();
      }
    }
    return clock == null
        ? List.of()
        : new ArrayList<>(reported.headSet(clock.minusSeconds(intervalSeconds), true));
  }

  /** The evaluation of a time is done. */
  void evaluated(Instant time) {
    evaluated = time;
    for (Iterator<Instant> past = reported.headSet(time, true).iterator(); past.hasNext(); ) {
      past.next();
      past.remove();
    }
  }

  /** The last time that was evaluated; null if none was. */
  @Nullable Instant lastEvaluated() {
    return evaluated;
  }

  private Instant atOrAfter(Instant time) {
    long seconds = time.getEpochSecond() + (time.getNano() > 0 ? 1 : 0);
    return Instant.ofEpochSecond(-Math.floorDiv(-seconds, intervalSeconds) * intervalSeconds);
  }
}
