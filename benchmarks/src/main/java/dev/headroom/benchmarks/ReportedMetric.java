package dev.headroom.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The metrics of one container as the Collector's kubelet and host receivers report them: fifty
 * cumulative counters and fifty gauges. Every one feeds a meter of {@code meters.yaml}: a point
 * that no meter selects would cost the job next to nothing.
 */
enum ReportedMetric {
  CPU_TIME("container.cpu.time", "s", true, "cpu.used", "cpu.logical_number", numbered("", 16)),
  NETWORK(
      "container.network.io",
      "By",
      true,
      "network.transmit",
      "network.interface.name",
      numbered("eth", 10)),
  REQUESTS(
      "headroom.requests",
      "{request}",
      true,
      "requests",
      "http.route",
      numbered("/items/{id}/part-", 24)),
  MEMORY("container.memory.working_set", "By", false, "memory.used", "", List.of("")),
  CPU_REQUEST("k8s.container.cpu.request", "{cpu}", false, "cpu.reserved", "", List.of("")),
  FILESYSTEM(
      "container.filesystem.usage",
      "By",
      false,
      "storage.used",
      "device",
      numbered("/dev/vda", 24)),
  VOLUME(
      "k8s.pod.volume.usage",
      "By",
      false,
      "storage.used",
      "k8s.volume.name",
      numbered("volume-", 24));

  private final String metric;
  private final String unit;
  private final boolean counter;
  private final String meter;
  private final String attribute;

  @SuppressWarnings("ImmutableEnumChecker") // made by toList()
  private final List<String> values;

  ReportedMetric(
      String metric,
      String unit,
      boolean counter,
      String meter,
      String attribute,
      List<String> values) {
    this.metric = metric;
    this.unit = unit;
    this.counter = counter;
    this.meter = meter;
    this.attribute = attribute;
    this.values = values;
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(number -> prefix + number).toList();
  }

  String metric() {
    return metric;
  }

  String unit() {
    return unit;
  }

  /** A cumulative monotonic sum; else a gauge. */
  boolean isCounter() {
    return counter;
  }

  /** Name of the meter that selects it. */
  String meter() {
    return meter;
  }

  /** Key of the attribute that tells the series apart; empty if there is one series only. */
  String attribute() {
    return attribute;
  }

  /** One series each. */
  List<String> attributeValues() {
    return values;
  }

  /**
   * The value of the {@code series}-th series at its {@code step}-th report. Whole quarters and
   * whole pages of 4096 bytes, so that sums of doubles are exact and can be compared with exact
   * ones to the last digit. Counters rise with every step.
   */
  double value(int container, int series, int step) {
    long level = 1L + Math.floorMod(31L * container + 7L * series + 13L * step, 97);
    return switch (this) {
      case CPU_TIME -> 0.25 * (100L * (step + 1) + level);
      case NETWORK, REQUESTS -> 100_000L * (step + 1) + level;
      case CPU_REQUEST -> 0.25 * level;
      case MEMORY, FILESYSTEM, VOLUME -> 4096L * (10_000 + 1_000 * level);
    };
  }
}
