package dev.headroom.autoscaler.engine;

import dev.headroom.autoscaler.config.AutoscalerConfig;
import dev.headroom.autoscaler.config.Freeze;
import dev.headroom.autoscaler.decision.Rule;
import dev.headroom.autoscaler.overbooking.PoolAdvice;
import dev.headroom.autoscaler.policy.Advice;
import java.time.Instant;
import java.util.Optional;

/** What the configuration holds back, whatever a policy advises: while paused, or frozen. */
final class Hold {
  private final boolean paused;
  private final AutoscalerConfig config;

  Hold(boolean paused, AutoscalerConfig config) {
    this.paused = paused;
    this.config = config;
  }

  /** The rule by which a change at this time is held back. */
  private Optional<Rule> rule(Instant now) {
    if (paused) {
      return Optional.of(Rule.PAUSED);
    }
    return config.freezeAt(now).map(freeze -> Rule.FROZEN);
  }

  Advice of(Instant now, int replicas, Advice wanted) {
    return wanted.replicas() == replicas
        ? wanted
        : rule(now).map(rule -> new Advice(replicas, rule, wanted.bounds())).orElse(wanted);
  }

  PoolAdvice of(Instant now, int machines, PoolAdvice wanted) {
    return wanted.machines() == machines
        ? wanted
        : rule(now)
            .map(rule -> new PoolAdvice(machines, rule, wanted.bounds(), wanted.jointCores()))
            .orElse(wanted);
  }

  /** The beginning of a sentence about what came of it; empty if nothing was held back. */
  String reason(Instant now, Rule rule) {
    return switch (rule) {
      case PAUSED -> "it is paused, or it would be changed: ";
      case FROZEN ->
          config
              .freezeAt(now)
              .map(Hold::words)
              .orElseThrow(() -> new IllegalStateException("frozen without a freeze"));
      default -> "";
    };
  }

  private static String words(Freeze freeze) {
    return "nothing is changed until %s (%s), or it would be: "
        .formatted(freeze.to(), freeze.reason());
  }
}
