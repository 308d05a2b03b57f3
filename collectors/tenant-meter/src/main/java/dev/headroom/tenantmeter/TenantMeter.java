package dev.headroom.tenantmeter;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.BatchCallback;
import java.util.function.LongSupplier;

/**
 * What each tenant of this process uses. One for a process and an OpenTelemetry instance.
 *
 * <p>Usage is added up here and read when OpenTelemetry collects, so a record costs an addition,
 * whatever the exporter does. All values are whole numbers: counts, bytes, nanoseconds. Each series
 * has the attribute {@code tenant.id}; what has none belongs to the process itself:
 *
 * <ul>
 *   <li>{@code headroom.cpu.time} without a tenant is the CPU time of the whole process since this
 *       meter was made, that of tenants included: what is left after them is overhead.
 *   <li>Of all others it is the usage of tenants beyond {@link TenantMeterOptions#maxTenants}: none
 *       is lost, but whose it was is. {@code headroom.tenants.overflowed} counts how often that
 *       was, and the first time is logged.
 * </ul>
 *
 * <p>A tenant that nobody has a handle of and that used nothing for {@link
 * TenantMeterOptions#forgetAfter} leaves its place. If it comes back, its counters begin at zero in
 * series with another attribute {@code headroom.series}: a new start, not a counter that fell.
 *
 * <p>The SDK must date the start of a series by the collection before the one that first saw it, as
 * the OpenTelemetry specification says and OpenTelemetry Java 1.68 does; one that dates all series
 * by its own start would spread a new tenant's first usage over the whole time since.
 */
public final class TenantMeter implements AutoCloseable {
  private final TenantTable tenants;
  private final ProcessCpu processCpu = new ProcessCpu();
  private final Instruments instruments;
  private final BatchCallback callback;

  private TenantMeter(
      OpenTelemetry openTelemetry, TenantMeterOptions options, LongSupplier nanoTime) {
    tenants = new TenantTable(options, nanoTime);
    instruments = new Instruments(openTelemetry.getMeter("dev.headroom.tenantmeter"));
    callback = instruments.collect(this::observe);
  }

  public static TenantMeter create(OpenTelemetry openTelemetry) {
    return create(openTelemetry, TenantMeterOptions.DEFAULT);
  }

  public static TenantMeter create(OpenTelemetry openTelemetry, TenantMeterOptions options) {
    return create(openTelemetry, options, System::nanoTime);
  }

  static TenantMeter create(
      OpenTelemetry openTelemetry, TenantMeterOptions options, LongSupplier nanoTime) {
    return new TenantMeter(openTelemetry, options, nanoTime);
  }

  /**
   * Where to record what a tenant uses; the same for as long as somebody has it.
   *
   * @param id 1 to 63 characters, lower-case letters, digits, {@code .}, {@code _} and {@code -},
   *     of which the first is a letter or a digit; anything else is an {@link
   *     IllegalArgumentException}. Take it from what has been authenticated, never from what a
   *     client claims.
   */
  public Tenant tenant(String id) {
    return tenants.tenant(id);
  }

  private void observe() {
    tenants.report(
        (labels, totals) -> {
          if (totals.cpuNanos() > 0) {
            instruments.observeCpu(labels, totals.cpuNanos());
          }
          instruments.observe(labels, totals);
        });
    Totals beyond = tenants.beyond();
    instruments.observe(Labels.NOBODY, beyond);
    // After the tenants, of which it is the total.
    instruments.observeCpu(Labels.NOBODY, processCpu.nanos().orElse(beyond.cpuNanos()));
    instruments.observeTenants(tenants.tracked(), tenants.overflowed());
  }

  /**
   * Ends the reporting, not the recording. Shut the SDK down before, or flush it: what was used
   * since its last collection would not be reported.
   */
  @Override
  public void close() {
    callback.close();
  }
}
