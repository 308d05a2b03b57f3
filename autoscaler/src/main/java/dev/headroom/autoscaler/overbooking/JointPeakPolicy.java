package dev.headroom.autoscaler.overbooking;

import dev.headroom.autoscaler.config.OverbookingSettings;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Rule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sells the cores of a pool more than once, as far as its tenants do not peak together: machines
 * for the joint peak of a moving window instead of for the sum of what is reserved.
 *
 * <pre>
 *   joint peak = max(quantile of the joint use in the window, joint use now) × (1 + headroom)
 * </pre>
 *
 * <p>This is what "Overcommit" policies call a peak predictor over a pool's total usage (Bashir et
 * al., "Take it to the Limit", EuroSys 2021, section 4); the quantile of a moving window is the
 * simplest of them. Until the window is full nothing is overbooked.
 */
public final class JointPeakPolicy implements PoolPolicy {
  /** Name in the decision log. */
  public static final String NAME = "joint-peak";

  private final OverbookingSettings settings;
  private final Duration evaluateEvery;
  private final MachineCount count;
  private final JointUse history;

  public JointPeakPolicy(PoolSettings pool, Duration evaluateEvery) {
    this.settings = pool.overbooking();
    this.evaluateEvery = evaluateEvery;
    this.count = new MachineCount(pool);
    this.history = new JointUse(settings.window());
  }

  /** What was used so far. */
  public JointUse history() {
    return history;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void observe(Instant now, BigDecimal usedCores) {
    history.add(now, usedCores);
  }

  @Override
  public PoolAdvice advise(int machines, PoolLoad load) {
    return history.isFull(evaluateEvery)
        ? count.advise(machines, load, peak(load), Rule.JOINT_PEAK)
        : count.advise(machines, load, load.reservedCores(), Rule.NOT_ENOUGH_HISTORY);
  }

  private BigDecimal peak(PoolLoad load) {
    BigDecimal highest = history.quantile(settings.quantile()).max(load.usedCores());
    return highest.multiply(BigDecimal.ONE.add(settings.headroom()));
  }

  @Override
  public SortedMap<String, BigDecimal> figures() {
    return new TreeMap<>();
  }

  @Override
  public String whatIsMissing() {
    return "what they use together is not known yet for %d h"
        .formatted(settings.window().toHours());
  }
}
