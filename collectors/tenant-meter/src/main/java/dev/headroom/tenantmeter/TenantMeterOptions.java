package dev.headroom.tenantmeter;

import java.time.Duration;

/**
 * How many tenants are told apart, and for how long.
 *
 * @param maxTenants at least 1: the most tenants that have series of their own; what further ones
 *     use is reported without a tenant. A tenant has at most two series of a metric, and an
 *     OpenTelemetry SDK takes 1999 of each unless its reader or a view says otherwise: beyond that
 *     the SDK itself puts them together, so a greater number here needs a greater one there
 * @param forgetAfter more than zero, at most 10000 days: how long a tenant must have used nothing,
 *     and nobody kept a handle of it, before its place is free for another. Its last values are
 *     reported until then, so this is also how long exports may fail without any of its usage being
 *     lost
 */
public record TenantMeterOptions(int maxTenants, Duration forgetAfter) {
  private static final Duration LONGEST = Duration.ofDays(10_000);

  /** 900 tenants, forgotten after a day without usage. */
  public static final TenantMeterOptions DEFAULT =
      new TenantMeterOptions(900, Duration.ofHours(24));

  /** Throws {@link IllegalArgumentException} for a value out of its range. */
  public TenantMeterOptions {
    if (maxTenants < 1) {
      throw new IllegalArgumentException("maxTenants " + maxTenants + ": expected at least 1");
    }
    if (forgetAfter.isNegative() || forgetAfter.isZero() || forgetAfter.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "forgetAfter " + forgetAfter + ": expected more than zero, at most " + LONGEST);
    }
  }

  public TenantMeterOptions withMaxTenants(int tenants) {
    return new TenantMeterOptions(tenants, forgetAfter);
  }

  public TenantMeterOptions withForgetAfter(Duration idle) {
    return new TenantMeterOptions(maxTenants, idle);
  }
}
