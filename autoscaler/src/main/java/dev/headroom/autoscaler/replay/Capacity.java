package dev.headroom.autoscaler.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Replicas or machines that take load, and more that are starting.
 *
 * @param arrivals oldest first, each of more than the one before
 */
record Capacity(int ready, List<Arrival> arrivals) {
  Capacity {
    arrivals = List.copyOf(arrivals);
  }

  /**
   * So many in all take load from a time on.
   *
   * @param number with those before
   */
  record Arrival(int number, Instant time) {}

  /** All of them take load. */
  static Capacity of(int ready) {
    return new Capacity(ready, List.of());
  }

  /** As of a time. */
  Capacity at(Instant time) {
    int now = ready;
    List<Arrival> later = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival.time().isAfter(time)) {
        later.add(arrival);
      } else {
        now = arrival.number();
      }
    }
    return new Capacity(now, later);
  }

  /**
   * So many are wanted from now on: fewer at once, starting ones first; more after their start.
   *
   * @param start how long it takes
   */
  Capacity to(int number, Instant now, Duration start) {
    Capacity current = at(now);
    if (number <= current.ready) {
      return of(number);
    }
    List<Arrival> kept = new ArrayList<>();
    int most = current.ready;
    for (Arrival arrival : current.arrivals) {
      if (most < number) {
        most = Math.min(number, arrival.number());
        kept.add(new Arrival(most, arrival.time()));
      }
    }
    if (most < number) {
      kept.add(new Arrival(number, now.plus(start)));
    }
    return new Capacity(current.ready, kept);
  }

  /** With those that are starting: what was asked for, and what is paid. */
  int wanted() {
    return arrivals.isEmpty() ? ready : arrivals.get(arrivals.size() - 1).number();
  }
}
