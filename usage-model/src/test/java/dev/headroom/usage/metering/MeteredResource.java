package dev.headroom.usage.metering;

import dev.headroom.usage.meter.MeterSet;
import dev.headroom.usage.meter.WindowGrid;
import dev.headroom.usage.metering.TestSeries.Point;
import dev.headroom.usage.otlp.Layouts;
import dev.headroom.usage.otlp.MalformedOtlpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A resource that reports, and what comes of its points. Times are told from ten o'clock on. */
final class MeteredResource {

  static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
  static final long SECOND = 1_000_000_000L;

  /** Reorder: a minute. Horizon: three hours. Future limit: five minutes. */
  static final MeteringLimits LIMITS = RandomUsage.LIMITS;

  private MeterSet meters;
  private Supplier<Layouts> layouts;
  private final Totals totals = new Totals(ZoneOffset.UTC);
  private final OutcomeCounts outcomes = new OutcomeCounts();
  private MeteringLimits limits = LIMITS;
  private Instant now = TEN.plus(Duration.ofDays(365));
  private ResourceUsage usage = new ResourceUsage();

  /**
   * @param meters as they stand in a file, an entry a line
   */
  MeteredResource(String... meters) {
    this.meters = parse(meters);
    Layouts one = new Layouts();
    this.layouts = () -> one;
  }

  private static MeterSet parse(String... meters) {
    return MeterSet.parse(
        "m.yaml",
        "apiVersion: headroom.dev/v1\nkind: Meters\nmeters:\n  - "
            + String.join("\n  - ", meters)
            + "\n");
  }

  /** From now on, the meters are others. */
  MeteredResource meters(String... others) {
    meters = parse(others);
    return this;
  }

  /** Every message is read as if none was like it before: so there are no streaks. */
  MeteredResource withoutLayouts() {
    layouts = Layouts::new;
    return this;
  }

  /** From now on, points are appended at that time; it is a year later without. */
  MeteredResource now(Duration afterTen) {
    now = TEN.plus(afterTen);
    return this;
  }

  MeteredResource limits(MeteringLimits other) {
    limits = other;
    return this;
  }

  /** A time as a point has it. */
  static long at(long seconds) {
    return TEN.getEpochSecond() * SECOND + seconds * SECOND;
  }

  /** A time written as seconds after ten, with a nanosecond more or less: {@code 90+1}. */
  static long at(String text) {
    int more = text.endsWith("+1") ? 1 : text.matches("-?[0-9]+-1") ? -1 : 0;
    String seconds = more == 0 ? text : text.substring(0, text.length() - 2);
    return at(Long.parseLong(seconds)) + more;
  }

  void apply(Point... points) throws MalformedOtlpException {
    apply(List.of(points));
  }

  void apply(List<Point> points) throws MalformedOtlpException {
    apply(TestSeries.resource(points), TestSeries.REPORTER);
  }

  void apply(byte[] message, Reporter reporter) throws MalformedOtlpException {
    usage.apply(
        message,
        0,
        message.length,
        layouts.get(),
        reporter,
        meters,
        WindowGrid.UTC,
        limits,
        now,
        outcomes);
  }

  /** What becomes of a point that comes now: the outcome, or the reason why it is set aside. */
  String outcome(Point point) throws MalformedOtlpException {
    String before = tally();
    apply(point);
    String after = tally();
    int counted = 0;
    String told = "";
    for (int i = 0; i < before.split(" ", -1).length; i++) {
      String[] one = after.split(" ", -1)[i].split("=", -1);
      if (!before.split(" ", -1)[i].equals(String.join("=", one))) {
        counted++;
        told = one[0];
      }
    }
    return counted == 1 ? told : "from " + before + " to " + after;
  }

  private String tally() {
    StringBuilder tally =
        new StringBuilder(
            "counted=%d repeated=%d covered=%d unmetered=%d"
                .formatted(
                    outcomes.counted, outcomes.repeated, outcomes.covered, outcomes.unmetered));
    for (QuarantineReason reason : QuarantineReason.values()) {
      tally.append(' ').append(reason.id()).append('=');
      tally.append(outcomes.quarantined.getOrDefault(reason, 0));
    }
    return tally.toString();
  }

  OutcomeCounts outcomes() {
    return outcomes;
  }

  ResourceUsage usage() {
    return usage;
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    usage.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  /** Goes on from the bytes of its state. */
  void throughBytes() throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes());
    usage = ResourceUsage.read(new DataInputStream(in));
  }

  /** Quantities of one meter that are not zero, by the second after ten at which they begin. */
  Map<Long, String> quantities(String meter) {
    usage.drain(meters, WindowGrid.UTC, totals);
    Map<Long, String> quantities = new TreeMap<>();
    totals
        .quantities()
        .forEach(
            (key, quantity) -> {
              if (key.startsWith(meter + " ")) {
                String start = key.substring(meter.length() + 1, key.lastIndexOf('-'));
                quantities.merge(
                    Long.parseLong(start) - TEN.getEpochSecond(),
                    quantity.stripTrailingZeros().toPlainString(),
                    (a, b) -> new BigDecimal(a).add(new BigDecimal(b)).toPlainString());
              }
            });
    return quantities;
  }

  /** All quantity of one meter. */
  String total(String meter) {
    return quantities(meter).values().stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .stripTrailingZeros()
        .toPlainString();
  }
}
