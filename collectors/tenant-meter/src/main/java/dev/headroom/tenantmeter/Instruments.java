package dev.headroom.tenantmeter;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;

/** The metrics: names, units, and which figure goes where. */
final class Instruments {
  private final Meter meter;
  private final ObservableLongMeasurement cpu;
  private final ObservableLongMeasurement network;
  private final ObservableLongMeasurement requests;
  private final ObservableLongMeasurement rows;
  private final ObservableLongMeasurement sessions;
  private final ObservableLongMeasurement sessionTime;
  private final ObservableLongMeasurement activeSessions;
  private final ObservableLongMeasurement tracked;
  private final ObservableLongMeasurement overflowed;

  Instruments(Meter meter) {
    this.meter = meter;
    cpu = counter("headroom.cpu.time", "ns", "CPU time; without tenant.id that of the process");
    network = counter("process.network.io", "By", "Bytes that tenants sent and were sent");
    requests = counter("headroom.requests", "{request}", "Requests");
    rows = counter("headroom.rows", "{row}", "Rows");
    sessions = counter("headroom.sessions", "{session}", "Sessions that have begun");
    sessionTime = counter("headroom.session.time", "ns", "How long sessions were active, in all");
    activeSessions = level("headroom.sessions.active", "{session}", "Sessions that are active");
    tracked = level("headroom.tenants.tracked", "{tenant}", "Tenants with series of their own");
    overflowed =
        counter("headroom.tenants.overflowed", "{call}", "Calls for a tenant beyond the maximum");
  }

  private ObservableLongMeasurement counter(String name, String unit, String description) {
    return meter.counterBuilder(name).setUnit(unit).setDescription(description).buildObserver();
  }

  private ObservableLongMeasurement level(String name, String unit, String description) {
    return meter
        .upDownCounterBuilder(name)
        .setUnit(unit)
        .setDescription(description)
        .buildObserver();
  }

  /** Asks for everything at each collection. */
  BatchCallback collect(Runnable observe) {
    return meter.batchCallback(
        observe,
        cpu,
        network,
        requests,
        rows,
        sessions,
        sessionTime,
        activeSessions,
        tracked,
        overflowed);
  }

  /** What is zero has not begun yet, and is no series. */
  private static void counted(ObservableLongMeasurement to, long value, Attributes attributes) {
    if (value > 0) {
      to.record(value, attributes);
    }
  }

  void observeCpu(Labels labels, long nanos) {
    cpu.record(nanos, labels.plain());
  }

  /** All but CPU time, of which the process has a total of its own. */
  void observe(Labels labels, Totals totals) {
    counted(network, totals.bytesIn(), labels.receive());
    counted(network, totals.bytesOut(), labels.transmit());
    counted(requests, totals.requests(), labels.plain());
    counted(rows, totals.rows(), labels.plain());
    if (totals.sessions() > 0) {
      sessions.record(totals.sessions(), labels.plain());
      sessionTime.record(totals.sessionNanos(), labels.plain());
      activeSessions.record(totals.activeSessions(), labels.plain());
    }
  }

  void observeTenants(int nowTracked, long overflowedSoFar) {
    tracked.record(nowTracked, Attributes.empty());
    overflowed.record(overflowedSoFar, Attributes.empty());
  }
}
