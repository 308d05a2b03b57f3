package dev.headroom.collectors.limit;

import org.jspecify.annotations.Nullable;

/**
 * What each client may send, a tenant or a producer with all that it reports for; null is
 * unlimited.
 *
 * @param pointsPerSecond data points, on average over a minute
 * @param series different ones within an hour or two, see {@link SeriesCensus}
 * @param attributes of one resource, scope, metric or point
 */
public record TenantLimits(
    @Nullable Integer pointsPerSecond, @Nullable Integer series, @Nullable Integer attributes) {
  public static final TenantLimits NONE = new TenantLimits(null, null, null);

  /** Throws {@link IllegalArgumentException} if one is not positive. */
  public TenantLimits {
    positive("pointsPerSecond", pointsPerSecond);
    positive("series", series);
    positive("attributes", attributes);
  }

  private static void positive(String name, @Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException(name + " is " + limit + ", expected at least 1");
    }
  }
}
