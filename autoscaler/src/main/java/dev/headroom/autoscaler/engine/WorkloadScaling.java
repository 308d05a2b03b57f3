package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.WorkloadSettings;
import dev.headroom.autoscaler.decision.Decision;
import dev.headroom.autoscaler.decision.Kind;
import dev.headroom.autoscaler.decision.Result;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.decision.Subject;
import dev.headroom.autoscaler.demand.CpuPoint;
import dev.headroom.autoscaler.demand.Demand;
import dev.headroom.autoscaler.demand.WorkloadDemand;
import dev.headroom.autoscaler.policy.Advice;
import dev.headroom.autoscaler.policy.ReactivePolicy;
import dev.headroom.autoscaler.policy.ScalingMemory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** One workload: its demand, its policy, and what both remember. */
final class WorkloadScaling {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final WorkloadSettings settings;
  private final Duration staleAfter;
  private final ReactivePolicy policy;
  private final WorkloadDemand demand;
  private final Recording recording = new Recording();
  private ScalingMemory memory = new ScalingMemory();

  WorkloadScaling(WorkloadSettings settings, AutoscalerConfig config) {
    this.settings = settings;
    this.staleAfter = config.staleAfter();
    this.policy = new ReactivePolicy(settings);
    this.demand = new WorkloadDemand(config.evaluateEvery(), config.staleAfter());
  }

  WorkloadSettings settings() {
    return settings;
  }

  Recording recording() {
    return recording;
  }

  ScalingMemory memory() {
    return memory;
  }

  int expectedReporters() {
    return demand.expectedReporters();
  }

  void remember(ScalingMemory remembered, int reporters) {
    memory = remembered;
    demand.expectReporters(reporters);
  }

  void add(CpuPoint point) {
    demand.add(point);
  }

  Demand demandAt(Instant now) {
    return demand.at(now);
  }

  Decision decide(Instant now, int replicas, Demand known) {
    Advice advice = policy.advise(now, replicas, known, memory);
    boolean changes = advice.replicas() != replicas;
    return new Decision(
        now,
        new Subject(settings.pool(), settings.id()),
        Kind.SCALE,
        ReactivePolicy.NAME,
        advice.rule(),
        replicas,
        advice.replicas(),
        changes ? Result.APPLIED : Result.HELD,
        inputs(now, known),
        advice.bounds(),
        reason(now, replicas, advice, known),
        expected(advice, known),
        null);
  }

  void completed(Decision decision) {
    if (decision.result() == Result.APPLIED && decision.changes()) {
      demand.scaled(decision.from(), decision.to());
      if (decision.to() > decision.from()) {
        memory.scaledUp(decision.time());
      }
    }
  }

  private SortedMap<String, BigDecimal> inputs(Instant now, Demand demand) {
    SortedMap<String, BigDecimal> inputs = new TreeMap<>();
    inputs.put("cpuPerReplicaCores", settings.cpuPerReplica());
    inputs.put("targetRatio", settings.policy().target());
    inputs.put("toleranceRatio", settings.policy().tolerance());
    if (demand instanceof Demand.Known known) {
      inputs.put("usedCores", known.cores().setScale(3, RoundingMode.HALF_EVEN));
      inputs.put("newestPointAgeSeconds", seconds(Duration.between(known.newest(), now)));
      inputs.put("missingReporters", BigDecimal.valueOf(known.missingReporters()));
    } else if (demand instanceof Demand.Missing missing && missing.newest() != null) {
      inputs.put("newestPointAgeSeconds", seconds(missing.age(now)));
    }
    return inputs;
  }

  private String reason(Instant now, int replicas, Advice advice, Demand demand) {
    if (advice.rule() == Rule.OUT_OF_BOUNDS) {
      return "it may have %d to %d".formatted(settings.replicas().min(), settings.replicas().max());
    }
    if (!(demand instanceof Demand.Known known)) {
      return stale(now, demand);
    }
    String load =
        "%s of its %s in use, %s %% where %s %% is the target"
            .formatted(
                shown(known.cores()),
                reserved(replicas),
                percent(policy.ratio(known.cores(), replicas).multiply(settings.policy().target())),
                percent(settings.policy().target()));
    return switch (advice.rule()) {
      case WITHIN_BAND -> load + ", which is near enough";
      case BELOW_TARGET ->
          advice.replicas() == replicas && advice.bounds().isEmpty()
              ? load + ", but one replica fewer would be above it"
              : load + limits(advice);
      case COOLING_DOWN -> load + "; " + cooling(advice);
      case MISSING_REPORTERS ->
          load
              + ", but %d of its reporters fell silent, so the load may be higher"
                  .formatted(known.missingReporters());
      default -> load + limits(advice);
    };
  }

  private String reserved(int replicas) {
    BigDecimal cores = settings.cpuPerReplica().multiply(BigDecimal.valueOf(replicas));
    return shown(cores) + (cores.compareTo(BigDecimal.ONE) == 0 ? " core is" : " cores are");
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
    return advice.bounds().contains("scale-up-cooldown")
        ? "the last scale-up was less than %s ago"
            .formatted(minutes(settings.policy().scaleUpCooldown()))
        : "it needed as many within the last %s"
            .formatted(minutes(settings.policy().scaleDownCooldown()));
  }

  private String limits(Advice advice) {
    StringBuilder text = new StringBuilder();
    for (String bound : advice.bounds()) {
      text.append("; ")
          .append(
              switch (bound) {
                case "max-replicas" -> "it may have at most " + settings.replicas().max();
                case "min-replicas" -> "it has at least " + settings.replicas().min();
                case "max-up-factor" ->
                    "one step is at most × " + shown(settings.policy().maxUpFactor());
                default -> "one step is at most ÷ " + shown(settings.policy().maxDownFactor());
              });
    }
    return text.toString();
  }

  private String expected(Advice advice, Demand demand) {
    if (!(demand instanceof Demand.Known known)) {
      return "the same until it reports again";
    }
    BigDecimal share =
        policy.ratio(known.cores(), advice.replicas()).multiply(settings.policy().target());
    return percent(share) + " % of its cores in use if the load stays";
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(Math.max(0, duration.toSeconds()));
  }

  private static String shown(BigDecimal value) {
    BigDecimal rounded = value.setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
  }

  private static String percent(BigDecimal share) {
    return share.multiply(HUNDRED).setScale(0, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String minutes(Duration duration) {
    return duration.toSeconds() % 60 == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " s";
  }
}
