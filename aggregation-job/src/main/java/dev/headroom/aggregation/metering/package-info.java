/** The keyed operator that turns a resource's bytes into contributions. */
@NullMarked
package dev.headroom.aggregation.metering;

import org.jspecify.annotations.NullMarked;
