package dev.headroom.tenantmeter;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/**
 * The attributes of a tenant's series, made once.
 *
 * @param plain of all but the network
 * @param receive of bytes in
 * @param transmit of bytes out
 */
record Labels(Attributes plain, Attributes receive, Attributes transmit) {
  static final AttributeKey<String> TENANT = AttributeKey.stringKey("tenant.id");

  /** Tells a tenant that came back from what it was before it was forgotten. */
  static final AttributeKey<Long> SERIES = AttributeKey.longKey("headroom.series");

  private static final AttributeKey<String> DIRECTION =
      AttributeKey.stringKey("network.io.direction");

  /** Of what belongs to no tenant. */
  static final Labels NOBODY = of(Attributes.empty());

  /**
   * @param forgotten how many places were given up before; with none, nobody can have come back
   */
  static Labels of(String tenant, long forgotten) {
    Attributes id = Attributes.of(TENANT, tenant);
    return of(forgotten == 0 ? id : id.toBuilder().put(SERIES, forgotten).build());
  }

  private static Labels of(Attributes plain) {
    return new Labels(
        plain,
        plain.toBuilder().put(DIRECTION, "receive").build(),
        plain.toBuilder().put(DIRECTION, "transmit").build());
  }
}
