/** What workloads use, read from the billing stream. Pure. */
@NullMarked
package dev.headroom.autoscaler.demand;

import org.jspecify.annotations.NullMarked;
