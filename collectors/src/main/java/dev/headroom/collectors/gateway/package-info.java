/**
 * The OTLP gateway: a bearer token decides the tenant, one request becomes one Kafka record.
 *
 * <p>{@link dev.headroom.collectors.gateway.Admission} and {@link
 * dev.headroom.collectors.gateway.TenantTokens} decide; {@code HttpEndpoint}, {@code GrpcEndpoint}
 * and {@code UsageTopic} are the edges.
 */
@NullMarked
package dev.headroom.collectors.gateway;

import org.jspecify.annotations.NullMarked;
