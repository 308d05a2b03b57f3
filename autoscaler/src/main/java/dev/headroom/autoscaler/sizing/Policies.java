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

/** Every policy that can be chosen by name. */
public final class Policies {
  private static final List<PolicyType> ALL =
      List.of(
          perPool("static", "Static peak: all that was sold", StaticPeak::new),
          new PolicyType("headroom", "Warm pool, or the joint demand of each pool", Headroom::of),
          new PolicyType("forecast", "The demand of each workload alone", Forecast::new),
          perWorkload("hpa", "Target tracking of 70 % (Kubernetes HPA)", Hpa::new),
          perWorkload("kpa", "Stable and panic window (Knative)", Kpa::new),
          perWorkload("keda", "None to one, then target tracking (KEDA)", Keda::new),
          perWorkload("vpa", "1.15 of a decayed p90 (Kubernetes VPA)", Vpa::new),
          perWorkload("autopilot", "1.15 of a load-weighted p95 (Autopilot)", Autopilot::new),
          perWorkload(
              "hybrid-histogram", "By idle times (Serverless in the Wild)", HybridHistogram::new),
          perWorkload("keep-alive", "10 min after the last use (FaaS platforms)", KeepAlive::new),
          perPool("borg-default", "0.9 of what was sold (Borg)", BorgDefault::new),
          perPool("percentile-sum", "Sum of p99 (Resource Central)", PercentileSum::new),
          perPool("n-sigma", "Mean and 5 deviations (Take it to the Limit)", NSigma::new),
          perPool("max-predictor", "Max of n-sigma and percentile-sum", MaxPredictor::new));

  private Policies() {}

  /** In the order in which tables show them. */
  public static List<PolicyType> all() {
    return ALL;
  }
}
