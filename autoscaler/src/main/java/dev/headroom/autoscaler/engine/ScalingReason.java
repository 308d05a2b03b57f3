package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Words;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.policy.Advice;
import dev.headroom.autoscaler.policy.DemandForecast;
import dev.headroom.autoscaler.policy.ReactivePolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a workload gets the replicas it gets, in words. */
final class ScalingReason {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final WorkloadSettings settings;
  private final Kind kind;
  private final Duration staleAfter;
  private final ReactivePolicy policy;
  private final @Nullable DemandForecast forecast;

  ScalingReason(
      WorkloadSettings settings,
      Kind kind,
      Duration staleAfter,
      ReactivePolicy policy,
      @Nullable DemandForecast forecast) {
    this.settings = settings;
    this.kind = kind;
    this.staleAfter = staleAfter;
    this.policy = policy;
    this.forecast = forecast;
  }

  /** Half a sentence. */
  String of(Instant now, int replicas, Advice advice, Demand demand) {
    if (advice.rule() == Rule.OUT_OF_BOUNDS) {
      return "it may have %d to %d".formatted(settings.replicas().min(), settings.replicas().max());
    }
    if (!(demand instanceof Demand.Known known)) {
      return stale(now, demand);
    }
    DemandForecast.Bound bound = forecast == null ? null : forecast.bound();
    if (forecast != null && bound != null && bound.isCalibrated()) {
      String load =
          "%s of its %s in use, and in %s it will use at most %s (%s sure)"
              .formatted(
                  Words.amount(known.cores()),
                  reserved(replicas),
                  Words.time(Duration.ofSeconds(forecast.leadSeconds())),
                  Words.amount(bound.cores()),
                  forecast.coverage());
      return load + after(replicas, advice, known);
    }
    String load =
        "%s of its %s in use, %s %% where %s %% is the target"
            .formatted(
                Words.amount(known.cores()),
                reserved(replicas),
                percent(policy.ratio(known.cores(), replicas).multiply(settings.policy().target())),
                percent(settings.policy().target()));
    String untrusted =
        forecast == null ? "" : " (the forecast " + forecast.whyNotCalibrated() + ")";
    return load + untrusted + after(replicas, advice, known);
  }

  private String after(int replicas, Advice advice, Demand.Known known) {
    return switch (advice.rule()) {
      case WITHIN_BAND -> ", which is near enough";
      case BELOW_TARGET ->
          advice.replicas() == replicas && advice.bounds().isEmpty()
              ? ", but one %s fewer would be above it".formatted(kind.thing())
              : limits(advice);
      case FORECAST ->
          advice.replicas() == replicas && advice.bounds().isEmpty()
              ? ", for which it has what it needs"
              : limits(advice);
      case COOLING_DOWN -> "; " + cooling(advice);
      case ROLLBACK -> ", so the last scale-down left too little and is taken back";
      case MISSING_REPORTERS ->
          ", but %d of its reporters fell silent, so the load may be higher"
              .formatted(known.missingReporters());
      default -> limits(advice);
    };
  }

  /** What it should bring. */
  String expected(Advice advice, Demand demand) {
    if (!(demand instanceof Demand.Known known)) {
      return "the same until it reports again";
    }
    BigDecimal share =
        policy.ratio(known.cores(), advice.replicas()).multiply(settings.policy().target());
    return percent(share) + " % of its cores in use if the load stays";
  }

  private String reserved(int replicas) {
    BigDecimal cores = settings.cpuPerReplica().multiply(BigDecimal.valueOf(replicas));
    return Words.amount(cores) + (cores.compareTo(BigDecimal.ONE) == 0 ? " core is" : " cores are");
  }

  private String stale(Instant now, Demand demand) {
    String why = "it has not reported yet";
    if (demand instanceof Demand.Missing missing && missing.newest() != null) {
      Duration age = missing.age(now);
      why =
          age.compareTo(staleAfter) > 0
              ? "its newest point is %d s old".formatted(age.toSeconds())
              : "it has reported too few points for a rate";
    }
    return why + ", and a load that is not known never scales it";
  }

  private String cooling(Advice advice) {
    if (advice.bounds().contains("rolled-back")) {
      return "its last scale-down had to be taken back, so nothing is scaled down for a while";
    }
    return advice.bounds().contains("scale-up-cooldown")
        ? "the last scale-up was less than %s ago"
            .formatted(Words.time(settings.policy().scaleUpCooldown()))
        : "it needed as many within the last %s"
            .formatted(Words.time(settings.policy().scaleDownCooldown()));
  }

  /** What bounded it; empty if nothing did. */
  String limits(Advice advice) {
    StringBuilder text = new StringBuilder();
    for (String bound : advice.bounds()) {
      text.append("; ")
          .append(
              switch (bound) {
                case "max-replicas" -> "it may have at most " + settings.replicas().max();
                case "min-replicas" -> "it has at least " + settings.replicas().min();
                case "max-up-factor" ->
                    "one step is at most × " + Words.amount(settings.policy().maxUpFactor());
                default ->
                    "one step is at most ÷ " + Words.amount(settings.policy().maxDownFactor());
              });
    }
    return text.toString();
  }

  private static String percent(BigDecimal share) {
    return share.multiply(HUNDRED).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }
}
