package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Subject;
import dev.headroom.autoscaler.decision.Words;
import dev.headroom.autoscaler.overbooking.JointForecastPolicy;
import dev.headroom.autoscaler.overbooking.JointPeakPolicy;
import dev.headroom.autoscaler.overbooking.PoolAdvice;
import dev.headroom.autoscaler.overbooking.PoolLoad;
import dev.headroom.autoscaler.overbooking.PoolPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The machines of one pool: what its tenants use together, and the policy over it. */
final class PoolSizing {
  private final PoolSettings pool;
  private final PoolPolicy policy;
  private final Hold hold;
  private final Recording recording = new Recording();
  private final @Nullable PoolBudget budget;
  private PoolAdvice advised =
      new PoolAdvice(0, Rule.NOT_ENOUGH_HISTORY, List.of(), BigDecimal.ZERO);

  /**
   * @param most cores that the pool's workloads can use together
   */
  PoolSizing(PoolSettings pool, AutoscalerConfig config, BigDecimal most) {
    this.pool = pool;
    this.hold = new Hold(pool.paused(), config);
    this.budget =
        pool.budgetPerDay() == null
            ? null
            : new PoolBudget(pool.budgetPerDay(), pool.machine().costPerHour());
    this.policy =
        pool.forecast() == null
            ? new JointPeakPolicy(pool, config.evaluateEvery())
            : new JointForecastPolicy(pool, pool.forecast(), config.evaluateEvery(), most);
  }

  Recording recording() {
    return recording;
  }

  PoolPolicy policy() {
    return policy;
  }

  /** A budget holds back growth alone: what is there was paid for, or is somebody else's to end. */
  private PoolAdvice affordable(Instant now, int machines, PoolAdvice wanted) {
    if (budget == null) {
      return wanted;
    }
    int most = Math.max(machines, budget.atMost(now));
    if (wanted.machines() <= most) {
      return wanted;
    }
    List<String> bounds = new ArrayList<>(wanted.bounds());
    bounds.add("budget");
    return new PoolAdvice(most, wanted.rule(), bounds, wanted.jointCores());
  }

  /** Null if what its machines cost is not limited. */
  @Nullable PoolBudget budget() {
    return budget;
  }

  /** What the last decision was made from. */
  PoolAdvice advice() {
    return advised;
  }

  Decision decide(Instant now, int machines, PoolLoad load, boolean acting) {
    if (load.unknownWorkloads() == 0) {
      policy.observe(now, load.neededCores());
    }
    if (budget != null) {
      budget.add(now, machines);
    }
    PoolAdvice wanted = affordable(now, machines, policy.advise(machines, load));
    PoolAdvice advice = hold.of(now, machines, wanted);
    advised = wanted;
    return Decision.made(
        now,
        new Subject(pool.name(), null),
        Kind.OVERBOOK,
        policy.name(),
        advice.rule(),
        machines,
        advice.machines(),
        inputs(load, advice, acting),
        advice.bounds(),
        hold.reason(now, advice.rule()) + reason(load, wanted),
        "%s of %s cores in use at the joint peak"
            .formatted(Words.amount(advice.jointCores()), Words.amount(cores(advice.machines()))));
  }

  private SortedMap<String, BigDecimal> inputs(PoolLoad load, PoolAdvice advice, boolean acting) {
    SortedMap<String, BigDecimal> inputs = new TreeMap<>();
    inputs.put(Decision.ACTING, acting ? BigDecimal.ONE : BigDecimal.ZERO);
    inputs.put("reservedCores", load.reservedCores());
    inputs.put("usedCores", load.usedCores().setScale(3, RoundingMode.HALF_EVEN));
    inputs.put("jointPeakCores", advice.jointCores().setScale(3, RoundingMode.HALF_EVEN));
    if (budget != null) {
      inputs.put("budgetPerDay", budget.perDay());
      inputs.put("spentToday", budget.spent().setScale(6, RoundingMode.HALF_EVEN));
    }
    if (pool.warm() != null) {
      inputs.put("warmCores", load.warmCores());
    }
    if (load.unevenness().compareTo(BigDecimal.ONE) > 0) {
      inputs.put("unevennessRatio", load.unevenness().setScale(3, RoundingMode.HALF_EVEN));
    }
    inputs.put("machineCores", pool.machine().cpu());
    inputs.put("overbookingRatio", ratio(load, advice.machines()));
    inputs.put("workloadsWithoutFreshMetrics", BigDecimal.valueOf(load.unknownWorkloads()));
    inputs.putAll(policy.figures());
    return inputs;
  }

  private String reason(PoolLoad load, PoolAdvice advice) {
    String reserved = "its tenants reserve " + Words.amount(load.reservedCores()) + " cores";
    if (advice.rule() == Rule.STALE_METRICS) {
      return reserved
          + ", and %d of its workloads %s no fresh metrics, so it may not shrink"
              .formatted(load.unknownWorkloads(), load.unknownWorkloads() == 1 ? "has" : "have");
    }
    if (advice.rule() == Rule.NOT_ENOUGH_HISTORY) {
      return reserved + ", and " + policy.whatIsMissing() + limits(advice);
    }
    return reserved + forecast(load, advice) + spread(load) + warm(load) + limits(advice);
  }

  private String forecast(PoolLoad load, PoolAdvice advice) {
    if (advice.jointCores().compareTo(load.reservedCores()) >= 0) {
      return " and are expected to use them all, so no core is sold twice";
    }
    String peak =
        ", but together they are expected to use at most " + Words.amount(advice.jointCores());
    BigDecimal ratio = ratio(load, advice.machines());
    return ratio.compareTo(BigDecimal.ONE) > 0
        ? peak + ", so each core is sold %s times".formatted(Words.amount(ratio))
        : peak + ", which takes as many machines";
  }

  private static String spread(PoolLoad load) {
    return load.unevenness().compareTo(BigDecimal.ONE) == 0
        ? ""
        : ", counted × %s since one machine is fuller than the mean"
            .formatted(Words.amount(load.unevenness()));
  }

  private static String warm(PoolLoad load) {
    return load.warmCores().signum() == 0
        ? ""
        : "; %s cores more are kept for replicas that start"
            .formatted(Words.amount(load.warmCores()));
  }

  private String limits(PoolAdvice advice) {
    if (budget != null && advice.bounds().contains("budget")) {
      return "; of the day's budget of %s, %s are spent, and no more machines can be paid until it ends"
          .formatted(Words.amount(budget.perDay()), Words.amount(budget.spent()));
    }
    if (advice.bounds().contains("max-machines")) {
      return "; it may have at most " + pool.machines().max();
    }
    return advice.bounds().contains("min-machines")
        ? "; it has at least " + pool.machines().min()
        : "";
  }

  private BigDecimal ratio(PoolLoad load, int machines) {
    return load.reservedCores().divide(cores(machines), 3, RoundingMode.HALF_EVEN);
  }

  private BigDecimal cores(int machines) {
    return pool.machine().cpu().multiply(BigDecimal.valueOf(machines));
  }
}
