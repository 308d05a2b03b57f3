/** What recording usage costs a multi-tenant server. */
@NullMarked
package dev.headroom.benchmarks.tenantmeter;

import org.jspecify.annotations.NullMarked;
