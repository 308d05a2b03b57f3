package dev.headroom.benchmarks;

import java.util.List;

/**
 * The metrics of one container as the Collector's kubelet and host receivers report them: ten
 * cumulative counters and ten gauges. Every one feeds a meter of {@code meters.yaml}: a point that
 * no meter selects would cost the job next to nothing.
 */
enum ReportedMetric {
  CPU_TIME("container.cpu.time", "s", true, "cpu.used", "cpu.mode", "user", "system"),
  NETWORK(
      "container.network.io",
      "By",
      true,
      "network.transmit",
      "network.interface.name",
      "eth0",
      "eth1"),
  REQUESTS(
      "headroom.requests",
      "{request}",
      true,
      "requests",
      "http.route",
      "/",
      "/login",
      "/search",
      "/items/{id}",
      "/checkout",
      "/orders/{id}"),
  MEMORY("container.memory.working_set", "By", false, "memory.used", "", ""),
  CPU_REQUEST("k8s.container.cpu.request", "{cpu}", false, "cpu.reserved", "", ""),
  FILESYSTEM(
      "container.filesystem.usage",
      "By",
      false,
      "storage.used",
      "device",
      "/dev/vda1",
      "/dev/vda2",
      "/dev/vdb1",
      "/dev/vdb2"),
  VOLUME(
      "k8s.volume.used",
      "By",
      false,
      "storage.used",
      "k8s.volume.name",
      "data",
      "wal",
      "cache",
      "scratch");

  private final String metric;
  private final String unit;
  private final boolean counter;
  private final String meter;
  private final String attribute;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> values;

  ReportedMetric(
      String metric,
      String unit,
      boolean counter,
      String meter,
      String attribute,
      String... values) {
    this.metric = metric;
    this.unit = unit;
    this.counter = counter;
    this.meter = meter;
    this.attribute = attribute;
    this.values = List.of(values);
  }

  /** Number of series a container has of all metrics together. */
  static int seriesPerContainer() {
    int series = 0;
    for (ReportedMetric metric : values()) {
      series += metric.values.size();
    }
    return series;
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
