package dev.headroom.tenantmeter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.tenantmeter.Collected.Series;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is reported of what was recorded. */
class TenantMeterTest {
  private final Collected collected = new Collected();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // and over the edge

  private TenantMeter meter() {
    return TenantMeter.create(collected.sdk(), TenantMeterOptions.DEFAULT, nanos::get);
  }

  /** But CPU time of the process, which is nothing that a test can know. */
  private String reported() {
    StringBuilder text = new StringBuilder();
    collected
        .values()
        .forEach(
            (series, value) -> {
              if (!series.toString().equals("headroom.cpu.time ns {}")) {
                text.append(series).append(' ').append(value).append('\n');
              }
            });
    return text.toString();
  }

  @Test
  void everythingHasItsNameUnitAndTenant() {
    TenantMeter meter = meter();
    Tenant acme = meter.tenant("acme");
    acme.request();
    acme.requests(4);
    acme.bytesIn(100);
    acme.bytesOut(2000);
    acme.rows(30);
    acme.cpuNanos(1_500_000);
    Session first = acme.session();
    nanos.addAndGet(10);
    Session second = acme.session();
    nanos.addAndGet(5);
    first.close();
    first.close();
    nanos.addAndGet(100);
    meter.tenant("globex").rows(0);
    assertThat(second.tenant()).isSameAs(acme);
    assertThat(reported())
        .isEqualTo(
            """
            headroom.cpu.time ns {tenant.id=acme} 1500000
            headroom.requests {request} {tenant.id=acme} 5
            headroom.rows {row} {tenant.id=acme} 30
            headroom.session.time ns {tenant.id=acme} 120
            headroom.sessions {session} {tenant.id=acme} 2
            headroom.sessions.active {session} {tenant.id=acme} 1
            headroom.tenants.overflowed {call} {} 0
            headroom.tenants.tracked {tenant} {} 2
            process.network.io By {network.io.direction=receive, tenant.id=acme} 100
            process.network.io By {network.io.direction=transmit, tenant.id=acme} 2000
            """);
    second.close();
    nanos.addAndGet(100);
    assertThat(reported())
        .contains("headroom.session.time ns {tenant.id=acme} 120\n")
        .contains("headroom.sessions.active {session} {tenant.id=acme} 0\n");
  }

  /** Which the JVM may count in ticks of 10 ms. */
  @Test
  void theProcessHasAtLeastTheCpuTimeOfItsTenants() {
    TenantMeter meter = meter();
    long spun = 0;
    try (CpuTime cpu = meter.tenant("acme").cpu()) {
      long end = System.nanoTime() + 20_000_000;
      while (System.nanoTime() < end) {
        spun++;
      }
      assertThat(cpu).isNotNull();
    }
    assertThat(spun).isPositive();
    Map<String, Long> cpu = new TreeMap<>();
    collected
        .values()
        .forEach(
            (series, value) -> {
              if (series.is("headroom.cpu.time")) {
                cpu.put(series.hasTenant() ? "tenant" : "process", value);
              }
            });
    assertThat(cpu).containsOnlyKeys("tenant", "process");
    long tick = 10_000_000;
    assertThat(cpu.get("tenant"))
        .isPositive()
        .isLessThanOrEqualTo(tick + cpu.getOrDefault("process", 0L));
  }

  @Test
  void aThreadsTimeIsClosedOnceAndByThatThread() throws InterruptedException {
    CpuTime cpu = meter().tenant("acme").cpu();
    List<Throwable> thrown = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              try {
                cpu.close();
              } catch (IllegalStateException e) {
                thrown.add(e);
              }
            });
    other.start();
    other.join();
    assertThat(thrown).hasSize(1);
    cpu.close();
    long once = cpuOfAcme();
    cpu.close();
    assertThat(cpuOfAcme()).isEqualTo(once).isPositive();
  }

  private long cpuOfAcme() {
    return collected.values().entrySet().stream()
        .filter(e -> e.getKey().is("headroom.cpu.time") && e.getKey().hasTenant())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Or a tenant's first usage would be spread over the whole life of the process. */
  @Test
  void aSeriesStartsWithTheCollectionBeforeItWasFirstSeen() {
    TenantMeter meter = meter();
    meter.tenant("acme").request();
    Map<Series, LongPointData> first = collected.points();
    meter.tenant("globex").request();
    Map<Series, LongPointData> second = collected.points();
    assertThat(requests(second, "acme").getStartEpochNanos())
        .isEqualTo(requests(first, "acme").getStartEpochNanos());
    assertThat(requests(second, "globex").getStartEpochNanos())
        .isEqualTo(requests(first, "acme").getEpochNanos());
  }

  private static LongPointData requests(Map<Series, LongPointData> points, String tenant) {
    return points.entrySet().stream()
        .filter(e -> e.getKey().is("headroom.requests"))
        .filter(e -> tenant.equals(e.getKey().attributes().get(Labels.TENANT)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /** 900 tenants with two series each of one metric: what the SDK would put together is none. */
  @Test
  void asManyTenantsAsByDefaultFitIntoAnSdkByDefault() {
    TenantMeter meter = meter();
    for (int i = 0; i < TenantMeterOptions.DEFAULT.maxTenants(); i++) {
      meter.tenant("t" + i).bytesIn(1);
      meter.tenant("t" + i).bytesOut(1);
    }
    List<Series> network =
        collected.values().keySet().stream().filter(s -> s.is("process.network.io")).toList();
    assertThat(network).hasSize(1800).allMatch(Series::hasTenant);
  }

  @Test
  void aHandleIsTheSameForAsLongAsItIsKept() {
    TenantMeter meter = meter();
    Tenant acme = meter.tenant("acme");
    assertThat(meter.tenant("acme")).isSameAs(acme);
    assertThat(acme.id()).contains("acme");
    assertThat(acme).hasToString("acme");
  }

  @Test
  void whatCannotBeIsRefused() {
    TenantMeter meter = meter();
    for (String id : List.of("", "-acme", "Acme", "a b", "é", "a".repeat(64))) {
      assertThatThrownBy(() -> meter.tenant(id))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tenant id");
    }
    Tenant longest = meter.tenant("0" + "z".repeat(62));
    assertThatThrownBy(() -> longest.rows(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("usage of -1: expected 0 or more");
    assertThatThrownBy(() -> TenantMeterOptions.DEFAULT.withMaxTenants(0))
        .hasMessage("maxTenants 0: expected at least 1");
    for (Duration idle : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(20_000))) {
      assertThatThrownBy(() -> TenantMeterOptions.DEFAULT.withForgetAfter(idle))
          .hasMessageContaining("forgetAfter " + idle + ": expected more than zero");
    }
  }

  @Test
  void theDefaultsAreWhatTheyAre() {
    assertThat(TenantMeterOptions.DEFAULT)
        .isEqualTo(new TenantMeterOptions(900, Duration.ofHours(24)));
  }

  @Test
  void aClosedMeterReportsNothingAndRecordingGoesOn() {
    TenantMeter meter = meter();
    Tenant acme = meter.tenant("acme");
    acme.request();
    assertThat(reported()).contains("acme");
    meter.close();
    acme.request();
    assertThat(collected.values()).isEmpty();
  }

  @Test
  void withoutAnSdkNothingHappens() {
    try (TenantMeter meter = TenantMeter.create(OpenTelemetry.noop())) {
      meter.tenant("acme").request();
    }
  }
}
