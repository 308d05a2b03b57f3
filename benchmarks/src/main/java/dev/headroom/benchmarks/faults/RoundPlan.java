package dev.headroom.benchmarks.faults;

import dev.headroom.aggregation.config.StateBackend;
import dev.headroom.usage.metering.ModelLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All that a seed decides: what is sent, on what, and which faults strike when. What it meets when
 * it strikes is up to the machine.
 *
 * @param merging whether ClickHouse may merge meanwhile; if not, every inserted row can be counted
 */
record RoundPlan(
    long seed,
    ModelLoad load,
    List<ModelLoad.Sent> requests,
    StateBackend backend,
    int parallelism,
    boolean merging,
    List<Strike> strikes) {
  private static final List<Fault> FAULTS = List.of(Fault.values());
  static final int TENANTS = 30;
  private static final int POINTS_PER_SERIES = 14;
  private static final int MAX_FAULTS = 3;
  private static final int MIN_MILLIS = 100;
  private static final int MAX_MILLIS = 4000;
  private static final int MAX_AMOUNT = 1024;

  static RoundPlan of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ModelLoad load = ModelLoad.of(random, TENANTS, POINTS_PER_SERIES);
    List<ModelLoad.Sent> requests = load.requests();
    return new RoundPlan(
        seed,
        load,
        requests,
        random.nextInt(3) == 0 ? StateBackend.ROCKSDB : StateBackend.HASHMAP,
        parallelism(random),
        random.nextInt(3) == 0,
        strikes(seed, random, requests.size()));
  }

  private static List<Strike> strikes(long seed, SplittableRandom random, int requests) {
    int wanted = 1 + random.nextInt(MAX_FAULTS);
    Set<Victim> hit = EnumSet.noneOf(Victim.class);
    List<Strike> strikes = new ArrayList<>();
    // Seeds in a row begin with each fault in turn.
    Fault fault = FAULTS.get((int) Math.floorMod(seed, (long) FAULTS.size()));
    while (strikes.size() < wanted) {
      if (hit.add(fault.victim())) {
        strikes.add(
            new Strike(
                fault,
                random.nextInt(requests),
                Duration.ofMillis(random.nextInt(MIN_MILLIS, MAX_MILLIS)),
                random.nextInt(MAX_AMOUNT),
                parallelism(random)));
      }
      fault = FAULTS.get(random.nextInt(FAULTS.size()));
    }
    strikes.sort(Comparator.comparingInt(Strike::atRequest));
    return List.copyOf(strikes);
  }

  private static int parallelism(SplittableRandom random) {
    return 1 + random.nextInt(FlinkCluster.SLOTS);
  }
}
