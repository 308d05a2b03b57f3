package dev.headroom.benchmarks.tenantmeter;

import dev.headroom.tenantmeter.CpuTime;
import dev.headroom.tenantmeter.Session;
import dev.headroom.tenantmeter.Tenant;
import dev.headroom.tenantmeter.TenantMeter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Nanoseconds a record, in a server that knows a hundred tenants. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordSpeed {
  private static final String ACME = "t42";

  private final Telemetry telemetry = new Telemetry();
  private final TenantMeter meter = TenantMeter.create(telemetry.sdk());
  private final Tenant tenant = meter.tenant(ACME);
  private final Attributes attributes = Telemetry.attributes(ACME);
  private final LongCounter counter =
      telemetry.sdk().getMeter("reference").counterBuilder("rows").build();

  public RecordSpeed() {
    for (int i = 0; i < 100; i++) {
      meter.tenant("t" + i).rows(0);
    }
  }

  /** The reference: the SDK's own counter, whose attributes are made already. */
  @Benchmark
  public void counter() {
    counter.add(1, attributes);
  }

  /** By a handle that a connection keeps. */
  @Benchmark
  public void handle() {
    tenant.rows(1);
  }

  /** By the tenant's name. */
  @Benchmark
  public void lookup() {
    meter.tenant(ACME).rows(1);
  }

  /** What a request does that is measured in every way: three records, a session, CPU time. */
  @Benchmark
  @SuppressWarnings("try") // what is closed is used by being closed
  public void request() {
    try (Session session = tenant.session();
        CpuTime cpu = tenant.cpu()) {
      tenant.request();
      tenant.bytesIn(100);
      tenant.bytesOut(1000);
    }
  }

  /** What was recorded by the SDK's counter, and by this library. */
  long[] sums() {
    return new long[] {telemetry.value("rows", ACME), telemetry.value("headroom.rows", ACME)};
  }
}
