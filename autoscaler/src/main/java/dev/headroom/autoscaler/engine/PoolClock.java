package dev.headroom.autoscaler.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The event time of one pool. An evaluation is due once a point of the pool lies at least one
 * interval after it, and everything that was appended until that point was has been read: from all
 * partitions, so the pace at which they are read makes no difference. The interval is for tenants
 * that report later than others. Times at which nobody reported are not evaluated: a silent stream
 * changes nothing.
 */
final class PoolClock {
  /**
   * A time that is due.
   *
   * @param witness the first record with a point that made it due
   */
  record Due(Instant time, Position witness) {}

  private final Duration interval;
  private final Map<Integer, Instant> readUpTo = new HashMap<>();
  private final NavigableSet<Instant> reported = new TreeSet<>();

  /** By the evaluation time at or before a point: the first record with such a point. */
  private final NavigableMap<Instant, Position> witnesses = new TreeMap<>();

  private @Nullable Instant evaluated;

  PoolClock(Duration interval) {
    this.interval = interval;
  }

  /** A record, of this pool or not, was read from a partition. */
  void read(int partition, Instant appended) {
    readUpTo.merge(partition, appended, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** A point of the pool. */
  void saw(Instant time, Position position) {
    Instant tick = atOrBefore(time);
    witnesses.merge(tick, position, (a, b) -> a.compareTo(b) < 0 ? a : b);
    Instant next = tick.equals(time) ? tick : tick.plus(interval);
    if (evaluated == null || next.isAfter(evaluated)) {
      reported.add(next);
    }
  }

  /**
   * Evaluation times that are due, oldest first.
   *
   * @param lagging partitions that hold records not read yet
   */
  List<Due> due(Set<Integer> lagging) {
    Instant complete = Instant.MAX;
    for (Integer partition : lagging) {
      Instant upTo = readUpTo.getOrDefault(partition, Instant.MIN);
      complete = upTo.isBefore(complete) ? upTo : complete;
    }
    Deque<Due> due = new ArrayDeque<>();
    Position witness = null;
    Iterator<Map.Entry<Instant, Position>> points = witnesses.descendingMap().entrySet().iterator();
    Map.Entry<Instant, Position> point = points.hasNext() ? points.next() : null;
    for (Instant time : reported.descendingSet()) {
      while (point != null && !point.getKey().isBefore(time.plus(interval))) {
        Position earlier = point.getValue();
        witness = witness == null || earlier.compareTo(witness) < 0 ? earlier : witness;
        point = points.hasNext() ? points.next() : null;
      }
      if (witness != null && witness.appended().isBefore(complete)) {
        due.addFirst(new Due(time, witness));
      }
    }
    return new ArrayList<>(due);
  }

  /** The evaluation of a time is done. */
  void evaluated(Instant time) {
    evaluated = time;
    reported.headSet(time, true).clear();
    witnesses.headMap(time, true).clear();
  }

  /** The last time that was evaluated; null if none was. */
  @Nullable Instant lastEvaluated() {
    return evaluated;
  }

  private Instant atOrBefore(Instant time) {
    long seconds = interval.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
