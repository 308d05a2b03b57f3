/** What comes of the simulation, for reading. */
@NullMarked
package dev.headroom.cli.simulation;

import org.jspecify.annotations.NullMarked;
