package dev.headroom.autoscaler.overbooking;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.SortedMap;

/** How many machines a pool should have. */
public sealed interface PoolPolicy permits JointPeakPolicy, JointForecastPolicy {
  /** Name in the decision log. */
  String name();

  /** What the tenants used together, at a later time than before; only if all of it is known. */
  void observe(Instant now, BigDecimal usedCores);

  /** Advice for a pool that has so many machines; called after {@link #observe}. */
  PoolAdvice advise(int machines, PoolLoad load);

  /** Further figures behind the last advice, for the decision's inputs. */
  SortedMap<String, BigDecimal> figures();

  /** Half a sentence: why the joint use is not known; asked if the rule of an advice says so. */
  String whatIsMissing();
}
