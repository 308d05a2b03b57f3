package dev.headroom.autoscaler.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.autoscaler.config.PoolSettings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of the last recorded decision about the machines of a pool, in money. At each
 * evaluation, for the interval that it ends:
 *
 * <pre>
 *   missing = max(Σ max(0, used − cores of the workload's own), Σ used − machines × cores of a machine, 0)
 *   cost    = machines × cost of a machine
 *   penalty = missing × penalty of a core
 *   revenue = Σ used × revenue of a core
 *   margin  = revenue − cost − penalty
 * </pre>
 *
 * <p>An interval without an evaluation is not known, and counts for nothing.
 */
final class PoolOutcome {
  private static final int SCALE = 6;
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  private final PoolSettings pool;
  private final BigDecimal seconds;
  private int evaluations;
  private int violations;
  private BigDecimal machineSeconds = BigDecimal.ZERO;
  private BigDecimal usedCoreSeconds = BigDecimal.ZERO;
  private BigDecimal missingCoreSeconds = BigDecimal.ZERO;

  PoolOutcome(PoolSettings pool, Duration evaluateEvery) {
    this.pool = pool;
    this.seconds = BigDecimal.valueOf(evaluateEvery.toSeconds());
  }

  /**
   * The interval that an evaluation ends.
   *
   * @param machines that there were
   */
  void add(int machines, PoolTally tally) {
    BigDecimal number = BigDecimal.valueOf(machines);
    BigDecimal there = pool.machine().cpu().multiply(number);
    BigDecimal missing = tally.lacking().max(tally.used().subtract(there)).max(BigDecimal.ZERO);
    evaluations++;
    violations += missing.signum();
    machineSeconds = machineSeconds.add(number.multiply(seconds));
    usedCoreSeconds = usedCoreSeconds.add(tally.used().multiply(seconds));
    missingCoreSeconds = missingCoreSeconds.add(missing.multiply(seconds));
  }

  /** For the next decision's inputs, money in the currency of the machine. */
  SortedMap<String, BigDecimal> figures() {
    BigDecimal cost = hours(machineSeconds.multiply(pool.machine().costPerHour()));
    BigDecimal penalty = hours(missingCoreSeconds.multiply(pool.penaltyPerCoreHour()));
    SortedMap<String, BigDecimal> figures = new TreeMap<>();
    figures.put("outcomeEvaluations", BigDecimal.valueOf(evaluations));
    figures.put("outcomeViolations", BigDecimal.valueOf(violations));
    figures.put("outcomeMachineHours", hours(machineSeconds));
    figures.put("outcomeUsedCoreHours", hours(usedCoreSeconds));
    figures.put("outcomeMissingCoreHours", hours(missingCoreSeconds));
    figures.put("outcomeCost", cost);
    figures.put("outcomePenalty", penalty);
    BigDecimal price = pool.revenuePerCoreHour();
    if (price != null) {
      BigDecimal revenue = hours(usedCoreSeconds.multiply(price));
      figures.put("outcomeRevenue", revenue);
      figures.put("outcomeMargin", revenue.subtract(cost).subtract(penalty));
    }
    return figures;
  }

  private static BigDecimal hours(BigDecimal secondsOfIt) {
    return secondsOfIt.divide(SECONDS_PER_HOUR, SCALE, RoundingMode.HALF_EVEN);
  }

  void startAnew() {
    evaluations = 0;
    violations = 0;
    machineSeconds = BigDecimal.ZERO;
    usedCoreSeconds = BigDecimal.ZERO;
    missingCoreSeconds = BigDecimal.ZERO;
  }

  void write(ObjectNode json) {
    json.put("evaluations", evaluations);
    json.put("violations", violations);
    json.put("machineSeconds", machineSeconds.toPlainString());
    json.put("usedCoreSeconds", usedCoreSeconds.toPlainString());
    json.put("missingCoreSeconds", missingCoreSeconds.toPlainString());
  }

  void read(JsonNode json) {
    evaluations = json.required("evaluations").asInt();
    violations = json.required("violations").asInt();
    machineSeconds = new BigDecimal(json.required("machineSeconds").asText());
    usedCoreSeconds = new BigDecimal(json.required("usedCoreSeconds").asText());
    missingCoreSeconds = new BigDecimal(json.required("missingCoreSeconds").asText());
  }
}
