package dev.headroom.autoscaler.warm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The highest need of a time that has just passed. */
final class RecentNeeds {
  private record Need(Instant time, int number) {}

  private final Duration kept;

  /** Those that no later one reaches, the greatest first. */
  private final Deque<Need> needs = new ArrayDeque<>();

  RecentNeeds(Duration kept) {
    this.kept = kept;
  }

  void add(Instant now, int number) {
    while (!needs.isEmpty() && !needs.getFirst().time().isAfter(now.minus(kept))) {
      needs.removeFirst();
    }
    while (!needs.isEmpty() && needs.getLast().number() <= number) {
      needs.removeLast();
    }
    needs.addLast(new Need(now, number));
  }

  int highest() {
    return needs.isEmpty() ? 0 : needs.getFirst().number();
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(needs.size());
    for (Need need : needs) {
      out.writeLong(need.time().getEpochSecond());
      out.writeInt(need.number());
    }
  }

  void read(DataInput in) throws IOException {
    needs.clear();
    for (int left = in.readInt(); left > 0; left--) {
      needs.addLast(new Need(Instant.ofEpochSecond(in.readLong()), in.readInt()));
    }
  }
}
