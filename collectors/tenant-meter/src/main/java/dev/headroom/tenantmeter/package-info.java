/**
 * For a vendor's own multi-tenant server: what each tenant uses, on the OpenTelemetry API alone. A
 * server makes one {@link dev.headroom.tenantmeter.TenantMeter} and keeps a {@link
 * dev.headroom.tenantmeter.Tenant} for each connection or request.
 */
@NullMarked
package dev.headroom.tenantmeter;

import org.jspecify.annotations.NullMarked;
