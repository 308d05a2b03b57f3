/** Sizing policies tried on recorded demand: trace files, the simulation, and what came of it. */
@NullMarked
package dev.headroom.autoscaler.simulation;

import org.jspecify.annotations.NullMarked;
