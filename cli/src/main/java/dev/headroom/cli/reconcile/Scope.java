package dev.headroom.cli.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * What is reconciled: records that were appended in the period, and windows that start in it.
 *
 * @param period a month in UTC; everything if empty
 * @param tenant everybody if empty
 * @param topic of usage; what has no topic is compared once, with that of the gateways
 * @param isDirect whether Collectors write it themselves, so that nothing in it is numbered
 * @param now when the comparison is made
 */
record Scope(
    Optional<YearMonth> period,
    Optional<String> tenant,
    String topic,
    boolean isDirect,
    Instant now) {

  /** What is said of the topic beside the others; of that of the gateways nothing. */
  String part() {
    return isDirect ? topic : "";
  }

  /** The same of a topic that Collectors write themselves. */
  Scope ofDirect(String other) {
    return new Scope(period, tenant, other, true, now);
  }

  /** Inclusive. */
  Instant from() {
    return period.map(month -> start(month.atDay(1))).orElse(Instant.EPOCH);
  }

  /** Exclusive; what ClickHouse's DateTime64(3) holds at most, if there is no period. */
  Instant to() {
    return period
        .map(month -> start(month.plusMonths(1).atDay(1)))
        .orElse(Instant.parse("2262-01-01T00:00:00Z"));
  }

  boolean holds(long appendedAtMillis) {
    return appendedAtMillis >= from().toEpochMilli() && appendedAtMillis < to().toEpochMilli();
  }

  boolean concerns(String recordTenant) {
    return tenant.isEmpty() || tenant.get().equals(recordTenant);
  }

  /** Condition on {@code kafka_topic} and {@code appended_at}, with its {@link #values()}. */
  static String appended() {
    return "kafka_topic = {topic:String}"
        + " AND appended_at >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"
        + " AND appended_at < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"
        + " AND ({tenant:String} = '' OR tenant_id = {tenant:String})";
  }

  Map<String, String> values() {
    return Map.of(
        "topic", topic,
        "from", Long.toString(from().toEpochMilli()),
        "to", Long.toString(to().toEpochMilli()),
        "tenant", tenant.orElse(""));
  }

  /** The day in UTC that is not over yet. */
  LocalDate today() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  static LocalDate day(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
