package dev.headroom.autoscaler.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * From where a partition has to be read again so that no point at or after a time is missed: marks
 * of an offset and of the newest time before it.
 */
final class Rewind {
  private record Mark(long offset, Instant newestBefore) {}

  private final Map<Integer, Deque<Mark>> marks = new HashMap<>();
  private final Map<Integer, Instant> newest = new HashMap<>();

  /** A point of this time was read at this offset. */
  void saw(int partition, long offset, Instant time) {
    Deque<Mark> own = marks.computeIfAbsent(partition, p -> new ArrayDeque<>());
    Instant before = newest.get(partition);
    if (before == null) {
      own.addLast(new Mark(offset, Instant.MIN));
      newest.put(partition, time);
    } else if (time.isAfter(before)) {
      own.addLast(new Mark(offset, before));
      newest.put(partition, time);
    }
  }

  /** Forgets what is not needed to answer for this time or later. */
  void forgetBefore(Instant time) {
    for (Deque<Mark> own : marks.values()) {
      while (own.size() > 1 && second(own).newestBefore().isBefore(time)) {
        own.removeFirst();
      }
    }
  }

  /** Offsets by partition, as of the time of the last {@link #forgetBefore}. */
  Map<Integer, Long> offsets() {
    Map<Integer, Long> offsets = new HashMap<>();
    marks.forEach((partition, own) -> offsets.put(partition, own.getFirst().offset()));
    return offsets;
  }

  private static Mark second(Deque<Mark> marks) {
    var each = marks.iterator();
    each.next();
    return each.next();
  }
}
