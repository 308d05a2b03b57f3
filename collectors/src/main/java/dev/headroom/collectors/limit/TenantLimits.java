package dev.headroom.collectors.limit;

import org.jspecify.annotations.Nullable;

/**
 * What one client may send, a tenant or a producer with all that it reports for; null is unlimited.
 *
 * @param pointsPerSecond data points, on average over a minute
 * @param series different ones within an hour or two, see {@link SeriesCensus}
 * @param attributes of one resource, scope, metric or point
 * @param maxRequestBytes of one request as received
 * @param maxDecompressedBytes of one request after decompression
 */
public record TenantLimits(
    @Nullable Integer pointsPerSecond,
    @Nullable Integer series,
    @Nullable Integer attributes,
    @Nullable Integer maxRequestBytes,
    @Nullable Integer maxDecompressedBytes) {
  public static final TenantLimits NONE = new TenantLimits(null, null, null, null, null);

  /** Throws {@link IllegalArgumentException} if one is not positive. */
  public TenantLimits {
    positive("pointsPerSecond", pointsPerSecond);
    positive("series", series);
    positive("attributes", attributes);
    positive("maxRequestBytes", maxRequestBytes);
    positive("maxDecompressedBytes", maxDecompressedBytes);
  }

  private static void positive(String name, @Nullable Integer limit) {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException(name + " is " + limit + ", expected at least 1");
    }
  }

  /** These, and where nothing is said, the others. */
  TenantLimits orElse(TenantLimits others) {
    return new TenantLimits(
        either(pointsPerSecond, others.pointsPerSecond),
        either(series, others.series),
        either(attributes, others.attributes),
        either(maxRequestBytes, others.maxRequestBytes),
        either(maxDecompressedBytes, others.maxDecompressedBytes));
  }

  private static @Nullable Integer either(@Nullable Integer first, @Nullable Integer second) {
    return first == null ? second : first;
  }
}
