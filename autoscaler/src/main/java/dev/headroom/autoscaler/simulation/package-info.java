/** Sizing policies tried on recorded demand, and what came of it. Pure. */
@NullMarked
package dev.headroom.autoscaler.simulation;

import org.jspecify.annotations.NullMarked;
