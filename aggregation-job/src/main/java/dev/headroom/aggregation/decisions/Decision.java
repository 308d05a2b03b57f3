package dev.headroom.aggregation.decisions;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One decision of the autoscaler, see the reference of the topic {@code usage.decisions}. A text
 * that the topic leaves null is empty.
 */
public record Decision(
    String decisionId,
    Instant time,
    String tenantId,
    String pool,
    String workload,
    String kind,
    String policy,
    String rule,
    String unit,
    BigDecimal fromCapacity,
    BigDecimal toCapacity,
    String result,
    SortedMap<String, String> inputs,
    List<String> bounds,
    String expected,
    String sentence,
    String error) {

  public Decision {
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    bounds = List.copyOf(bounds);
  }
}
