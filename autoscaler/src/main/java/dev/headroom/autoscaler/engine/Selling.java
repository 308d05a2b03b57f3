package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.PoolSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Subject;
import dev.headroom.autoscaler.decision.Words;
import dev.headroom.autoscaler.overbooking.PoolAdvice;
import dev.headroom.autoscaler.overbooking.PoolLoad;
import dev.headroom.autoscaler.overbooking.SellablePolicy;
import dev.headroom.autoscaler.policy.Advice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** What may be sold of one pool. */
final class Selling {
  private final PoolSettings pool;
  private final SellablePolicy policy;
  private final Hold hold;
  private final Recording recording = new Recording();

  /**
   * @param most how often a core may be sold at most
   */
  Selling(PoolSettings pool, BigDecimal most, AutoscalerConfig config) {
    this.pool = pool;
    this.policy = new SellablePolicy(pool, most);
    this.hold = new Hold(pool.paused(), config);
  }

  Recording recording() {
    return recording;
  }

  /** What may be sold where nothing was said yet. */
  int atFirst() {
    return policy.carried(BigDecimal.ZERO);
  }

  Decision decide(Instant now, int sellable, PoolLoad load, PoolAdvice sized, boolean acting) {
    Advice wanted = policy.advise(sellable, load, sized);
    Advice advice = hold.of(now, sellable, wanted);
    return Decision.made(
        now,
        new Subject(pool.name(), null),
        Kind.SELL,
        SellablePolicy.NAME,
        advice.rule(),
        sellable,
        advice.replicas(),
        inputs(load, sized, acting),
        advice.bounds(),
        hold.reason(now, advice.rule()) + reason(load, sized, wanted),
        "tenants may reserve %d cores in all, %s are reserved"
            .formatted(advice.replicas(), Words.amount(load.reservedCores())));
  }

  private SortedMap<String, BigDecimal> inputs(PoolLoad load, PoolAdvice sized, boolean acting) {
    SortedMap<String, BigDecimal> inputs = new TreeMap<>();
    inputs.put(Decision.ACTING, acting ? BigDecimal.ONE : BigDecimal.ZERO);
    inputs.put("reservedCores", load.reservedCores());
    inputs.put("jointPeakCores", sized.jointCores().setScale(3, RoundingMode.HALF_EVEN));
    inputs.put("carriedCores", BigDecimal.valueOf(policy.carried(load.warmCores())));
    inputs.put("sellableRatio", policy.ratio(load, sized).setScale(3, RoundingMode.HALF_EVEN));
    return inputs;
  }

  private String reason(PoolLoad load, PoolAdvice sized, Advice advice) {
    if (advice.rule() == Rule.STALE_METRICS) {
      return "some of its workloads have no fresh metrics, so no more may be sold";
    }
    String carried =
        "its machines carry %d cores at most".formatted(policy.carried(load.warmCores()));
    if (sized.rule() == Rule.NOT_ENOUGH_HISTORY) {
      return carried + ", and what its tenants use together is not known yet";
    }
    String ratio =
        ", and of those that are reserved %s of %s are expected to be used together"
            .formatted(Words.amount(sized.jointCores()), Words.amount(load.reservedCores()));
    String near = advice.rule() == Rule.WITHIN_BAND ? ", which makes little difference" : "";
    return carried + ratio + near + limits(advice);
  }

  private static String limits(Advice advice) {
    String most = advice.bounds().contains("most-sold") ? "; a core is not sold more often" : "";
    return advice.bounds().contains("reserved") ? most + "; as many are reserved already" : most;
  }
}
