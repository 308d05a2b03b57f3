/** The keyed operator that lays the overhead of shared processes upon their tenants. */
@NullMarked
package dev.headroom.aggregation.allocation;

import org.jspecify.annotations.NullMarked;
