package dev.headroom.autoscaler.sizing;

import static dev.headroom.autoscaler.sizing.PolicyType.perPool;
import static dev.headroom.autoscaler.sizing.PolicyType.perWorkload;

import dev.headroom.autoscaler.sizing.headroom.Forecast;
import dev.headroom.autoscaler.sizing.headroom.Headroom;
import dev.headroom.autoscaler.sizing.horizontal.Hpa;
import dev.headroom.autoscaler.sizing.horizontal.HybridHistogram;
import dev.headroom.autoscaler.sizing.horizontal.Keda;
import dev.headroom.autoscaler.sizing.horizontal.KeepAlive;
import dev.headroom.autoscaler.sizing.horizontal.Kpa;
import dev.headroom.autoscaler.sizing.overcommit.BorgDefault;
import dev.headroom.autoscaler.sizing.overcommit.MaxPredictor;
import dev.headroom.autoscaler.sizing.overcommit.NSigma;
import dev.headroom.autoscaler.sizing.overcommit.PercentileSum;
import dev.headroom.autoscaler.sizing.overcommit.StaticPeak;
import dev.headroom.autoscaler.sizing.vertical.Autopilot;
import dev.headroom.autoscaler.sizing.vertical.Vpa;
import java.util.List;
import java.util.Optional;

/**
 * Every policy that can be chosen by name; {@code docs/explanation/policies.md} tells what each
 * does.
 */
public final class Policies {
  private static final List<PolicyType> ALL =
      List.of(
          perPool("static", StaticPeak::new),
          new PolicyType("headroom", Headroom::of),
          new PolicyType("forecast", Forecast::new),
          perWorkload("hpa", Hpa::new),
          perWorkload("kpa", Kpa::new),
          perWorkload("keda", Keda::new),
          perWorkload("vpa", Vpa::new),
          perWorkload("autopilot", Autopilot::new),
          perWorkload("hybrid-histogram", HybridHistogram::new),
          perWorkload("keep-alive", KeepAlive::new),
          perPool("borg-default", BorgDefault::new),
          perPool("percentile-sum", PercentileSum::new),
          perPool("n-sigma", NSigma::new),
          perPool("max-predictor", MaxPredictor::new));

  private Policies() {}

  /** The one of a name, if there is one. */
  public static Optional<PolicyType> named(String name) {
    return ALL.stream().filter(policy -> policy.name().equals(name)).findFirst();
  }

  /** In the order in which tables show them. */
  public static List<PolicyType> all() {
    return ALL;
  }
}
