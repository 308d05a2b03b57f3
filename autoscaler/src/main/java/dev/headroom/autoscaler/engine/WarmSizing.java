package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.config.WarmSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Subject;
import dev.headroom.autoscaler.policy.Advice;
import dev.headroom.autoscaler.warm.WarmPolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** The placeholders of one pool: what starting replicas take, and the policy over it. */
final class WarmSizing {
  private final PoolSettings pool;
  private final WarmSettings settings;
  private final WarmPolicy policy;
  private final Hold hold;
  private final Recording recording = new Recording();

  /**
   * @param most cores that the pool's workloads can reserve together
   */
  WarmSizing(PoolSettings pool, WarmSettings settings, AutoscalerConfig config, BigDecimal most) {
    this.pool = pool;
    this.settings = settings;
    this.policy = new WarmPolicy(pool, settings, config.evaluateEvery(), most);
    this.hold = new Hold(pool.paused(), config);
  }

  Recording recording() {
    return recording;
  }

  WarmPolicy policy() {
    return policy;
  }

  WarmSettings settings() {
    return settings;
  }

  /**
   * At an evaluation, after its workloads were decided.
   *
   * @param taken cores of the replicas that were started
   * @param isKnown whether the load of all workloads is
   */
  Decision decide(
      Instant now, int placeholders, BigDecimal taken, boolean isKnown, boolean acting) {
    policy.observe(now, taken);
    Advice wanted = policy.advise(placeholders, isKnown);
    Advice advice = hold.of(now, placeholders, wanted);
    return Decision.made(
        now,
        new Subject(pool.name(), null),
        Kind.WARM,
        WarmPolicy.NAME,
        advice.rule(),
        placeholders,
        advice.replicas(),
        inputs(acting),
        advice.bounds(),
        hold.reason(now, advice.rule()) + reason(wanted),
        "room for replicas with %s cores in all, without waiting for a machine"
            .formatted(settings.cores(advice.replicas()).stripTrailingZeros().toPlainString()));
  }

  private SortedMap<String, BigDecimal> inputs(boolean acting) {
    SortedMap<String, BigDecimal> inputs = new TreeMap<>(policy.figures());
    inputs.put(Decision.ACTING, acting ? BigDecimal.ONE : BigDecimal.ZERO);
    return inputs;
  }

  private String reason(Advice advice) {
    if (advice.rule() == Rule.STALE_METRICS) {
      return "some of its workloads have no fresh metrics, so it may not get fewer";
    }
    String limit =
        advice.bounds().contains("max-placeholders")
            ? "; it may have at most " + settings.max()
            : advice.bounds().contains("min-placeholders")
                ? "; it has at least " + settings.min()
                : "";
    return policy.expectation() + limit;
  }
}
