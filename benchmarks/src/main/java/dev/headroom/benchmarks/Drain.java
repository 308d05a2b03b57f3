package dev.headroom.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** How a backlog got shorter, and how much memory that took meanwhile. */
final class Drain implements LongConsumer {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Of how many steps of progress the first and the last can be left out. */
  private static final int ENOUGH = 5;

  private record Step(long nanos, long points) {}

  private final long points;
  private final List<Step> steps = new ArrayList<>();
  private final long[] leastHeap = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};

  /**
   * @param points in the backlog
   */
  Drain(long points) {
    this.points = points;
  }

  @Override
  public void accept(long counted) {
    long now = System.nanoTime();
    if (steps.isEmpty() || counted > steps.get(steps.size() - 1).points()) {
      steps.add(new Step(now, counted));
    }
    int third = (int) Math.min(2, counted * 3 / points);
    Runtime runtime = Runtime.getRuntime();
    leastHeap[third] = Math.min(leastHeap[third], runtime.totalMemory() - runtime.freeMemory());
  }

  /**
   * Points per second in a third of the backlog, 0 to 2. Progress shows at checkpoints only: it is
   * taken as even in between. What was before the first checkpoint and after the last but one is
   * left out if there are enough: there, Java warms up, and the end waits for its checkpoint.
   */
  double perSecond(int third) {
    List<Step> even = steps.size() < ENOUGH ? steps : steps.subList(1, steps.size() - 1);
    long from = even.get(0).points();
    long length = even.get(even.size() - 1).points() - from;
    double begin = from + length / 3.0 * third;
    double end = from + length / 3.0 * (third + 1);
    return (end - begin) / ((nanosAt(even, end) - nanosAt(even, begin)) / NANOS_PER_SECOND);
  }

  private static double nanosAt(List<Step> steps, double points) {
    int i = 1;
    while (i < steps.size() - 1 && steps.get(i).points() < points) {
      i++;
    }
    Step before = steps.get(i - 1);
    Step after = steps.get(i);
    double part = (points - before.points()) / (after.points() - before.points());
    return before.nanos() + part * (after.nanos() - before.nanos());
  }

  /** The least of the heap that was in use in a third of the backlog, in bytes. */
  long leastHeap(int third) {
    return leastHeap[third];
  }
}
