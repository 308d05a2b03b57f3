package dev.headroom.autoscaler.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The machines of one pool, and which of its workloads is where. A workload is on one machine, and
 * shares that with the others there; so a pool that has enough in all may still be short.
 *
 * <ul>
 *   <li>Who has no place gets the machine with the most room, the greatest first, by the demand of
 *       the tick before.
 *   <li>Then workloads move from the fullest machine to the emptiest one, while that makes them
 *       more even: at most a tenth of the workloads in a tick, and none for less than a twentieth
 *       of a machine.
 *   <li>Machines that are given up are those with the least load.
 *   <li>What is on a machine that fails is not served in that tick, and finds another place in the
 *       next one.
 * </ul>
 */
final class Machines {
  private static final int NOWHERE = -1;
  private static final int MOVES = 10;

  /** Load of a workload of which nothing is known, so that many of them spread. */
  private static final double IDLE = 1e-6;

  private static final double EVEN_ENOUGH = 0.05;

  /** Share of the capacity that can be used at least. */
  private static final double LEAST_USABLE = 0.1;

  private static final class Machine {
    private final long number;
    private long downUntil;
    private double load;

    private Machine(long number) {
      this.number = number;
    }

    private boolean isUp(long tick) {
      return tick >= downUntil;
    }
  }

  private final double size;
  private final int pool;
  private final int leadTicks;
  private final Failures failures;
  private final List<Machine> machines = new ArrayList<>();
  private final int[] placeOf;
  private final double[] before;
  private long failed;
  private long moved;

  /**
   * @param members how many workloads the pool has
   * @param leadTicks until a machine that failed is replaced
   */
  Machines(double size, int pool, int members, int leadTicks, Failures failures) {
    this.size = size;
    this.pool = pool;
    this.leadTicks = leadTicks;
    this.failures = failures;
    this.placeOf = new int[members];
    this.before = new double[members];
    Arrays.fill(placeOf, NOWHERE);
  }

  /**
   * Capacity for each unit of it that can be used before one machine is full, spread as in the last
   * tick, at least 1: by the formula of {@link dev.headroom.autoscaler.overbooking.Spread}.
   */
  double unevenness() {
    double most = machines.stream().mapToDouble(machine -> machine.load).max().orElse(0);
    double mean = machines.stream().mapToDouble(machine -> machine.load).average().orElse(0);
    return size / Math.max(size * LEAST_USABLE, size - Math.max(0, most - mean));
  }

  /** Machines that failed since it was last asked. */
  long failed() {
    long number = failed;
    failed = 0;
    return number;
  }

  /**
   * Workloads that changed their machine since it was last asked, other than from one that failed.
   */
  long moved() {
    long number = moved;
    moved = 0;
    return number;
  }

  /**
   * A tick.
   *
   * @param capacity that there is
   * @param demand of each member
   * @return the share of its demand that each of them gets, in [0, 1]
   */
  double[] step(long tick, double capacity, double[] demand) {
    resize((int) Math.round(capacity / size));
    load(before);
    place(tick);
    level(tick);
    double[] shares = serve(tick, demand);
    System.arraycopy(demand, 0, before, 0, demand.length);
    return shares;
  }

  private void resize(int number) {
    while (machines.size() < number) {
      machines.add(new Machine(freeNumber()));
    }
    while (machines.size() > number) {
      load(before);
      int least = 0;
      for (int m = 1; m < machines.size(); m++) {
        least = machines.get(m).load <= machines.get(least).load ? m : least;
      }
      remove(least);
    }
  }

  /** The smallest that no machine has, so that as many machines are the same ones in any run. */
  private long freeNumber() {
    Set<Long> taken = new HashSet<>();
    machines.forEach(machine -> taken.add(machine.number));
    long number = 0;
    while (taken.contains(number)) {
      number++;
    }
    return number;
  }

  private void remove(int machine) {
    machines.remove(machine);
    for (int i = 0; i < placeOf.length; i++) {
      if (placeOf[i] == machine) {
        placeOf[i] = NOWHERE;
        moved++;
      } else if (placeOf[i] > machine) {
        placeOf[i]--;
      }
    }
  }

  private void load(double[] demand) {
    machines.forEach(machine -> machine.load = 0);
    for (int i = 0; i < placeOf.length; i++) {
      if (placeOf[i] != NOWHERE) {
        machines.get(placeOf[i]).load += demand[i];
      }
    }
  }

  private void place(long tick) {
    List<Integer> waiting = new ArrayList<>();
    for (int i = 0; i < placeOf.length; i++) {
      if (placeOf[i] == NOWHERE) {
        waiting.add(i);
      }
    }
    waiting.sort(Comparator.comparingDouble((Integer i) -> -before[i]).thenComparing(i -> i));
    for (int i : waiting) {
      int emptiest = extreme(tick, -1);
      if (emptiest == NOWHERE) {
        return;
      }
      placeOf[i] = emptiest;
      machines.get(emptiest).load += Math.max(before[i], size * IDLE);
    }
  }

  /** The machine with the most load (sign 1) or the least (−1) of those that are up. */
  private int extreme(long tick, int sign) {
    int found = NOWHERE;
    for (int m = 0; m < machines.size(); m++) {
      if (machines.get(m).isUp(tick)
          && (found == NOWHERE || sign * (machines.get(m).load - machines.get(found).load) > 0)) {
        found = m;
      }
    }
    return found;
  }

  private void level(long tick) {
    for (int moves = 1 + placeOf.length / MOVES; moves > 0; moves--) {
      int full = extreme(tick, 1);
      int empty = extreme(tick, -1);
      if (full == NOWHERE
          || machines.get(full).load - machines.get(empty).load < EVEN_ENOUGH * size) {
        return;
      }
      double half = (machines.get(full).load - machines.get(empty).load) / 2;
      int best = NOWHERE;
      for (int i = 0; i < placeOf.length; i++) {
        if (placeOf[i] == full
            && before[i] <= half
            && (best == NOWHERE || before[i] > before[best])) {
          best = i;
        }
      }
      if (best == NOWHERE || before[best] <= 0) {
        return;
      }
      placeOf[best] = empty;
      machines.get(full).load -= before[best];
      machines.get(empty).load += before[best];
      moved++;
    }
  }

  private double[] serve(long tick, double[] demand) {
    load(demand);
    double[] shares = new double[demand.length];
    boolean[] fails = new boolean[machines.size()];
    for (int m = 0; m < machines.size(); m++) {
      Machine machine = machines.get(m);
      fails[m] = machine.isUp(tick) && failures.strikes(pool, machine.number, tick);
    }
    for (int i = 0; i < demand.length; i++) {
      int place = placeOf[i];
      if (place != NOWHERE && !fails[place]) {
        double load = machines.get(place).load;
        shares[i] = load > size + 1e-9 ? size / load : 1;
      }
      if (place != NOWHERE && fails[place]) {
        placeOf[i] = NOWHERE;
      }
    }
    for (int m = 0; m < machines.size(); m++) {
      if (fails[m]) {
        machines.get(m).downUntil = tick + leadTicks;
        failed++;
      }
    }
    return shares;
  }
}
