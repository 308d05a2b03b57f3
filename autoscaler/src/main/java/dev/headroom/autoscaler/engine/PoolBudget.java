package dev.headroom.autoscaler.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of a pool may cost in a day, from midnight to midnight in UTC: so many machines
 * that what is left of it lasts until the day ends.
 *
 * <pre>
 *   machines = floor((budget − spent today) ÷ (cost of a machine × hours left))
 * </pre>
 */
final class PoolBudget {
  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
  private static final int SCALE = 9;

  private final BigDecimal perDay;
  private final BigDecimal costPerHour;
  private BigDecimal spent = BigDecimal.ZERO;
  private @Nullable Instant last;

  /**
   * @param perDay at least 0
   * @param costPerHour of a machine, above 0
   */
  PoolBudget(BigDecimal perDay, BigDecimal costPerHour) {
    this.perDay = perDay;
    this.costPerHour = costPerHour;
  }

  /**
   * So many there have been since the evaluation before; what was before midnight is yesterday's.
   */
  void add(Instant now, int machines) {
    Instant midnight = midnight(now);
    Instant from = last == null ? now : last;
    if (from.isBefore(midnight)) {
      spent = BigDecimal.ZERO;
      from = midnight;
    }
    BigDecimal hours = hours(Duration.between(from, now));
    spent = spent.add(costPerHour.multiply(BigDecimal.valueOf(machines)).multiply(hours));
    spent = spent.setScale(SCALE, RoundingMode.HALF_EVEN);
    last = now;
  }

  /** How many can be paid for until the day ends. */
  int atMost(Instant now) {
    BigDecimal left = perDay.subtract(spent).max(BigDecimal.ZERO);
    BigDecimal hours = hours(Duration.between(now, midnight(now).plus(Duration.ofDays(1))));
    return left.divide(costPerHour.multiply(hours), MathContext.DECIMAL64)
        .setScale(0, RoundingMode.FLOOR)
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValue();
  }

  /** Since midnight, in the currency of the machine. */
  BigDecimal spent() {
    return spent;
  }

  BigDecimal perDay() {
    return perDay;
  }

  private static Instant midnight(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static BigDecimal hours(Duration duration) {
    return new BigDecimal(BigInteger.valueOf(duration.toNanos()))
        .divide(NANOS_PER_HOUR, MathContext.DECIMAL64);
  }

  void write(ObjectNode json) {
    json.put("spent", spent.toPlainString());
    json.put("last", last == null ? null : last.toString());
  }

  void read(JsonNode json) {
    spent = new BigDecimal(json.required("spent").asText());
    last = json.required("last").isNull() ? null : Instant.parse(json.required("last").asText());
  }
}
