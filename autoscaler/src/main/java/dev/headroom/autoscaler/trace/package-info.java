/** Recorded demand, and the files it is read from. */
@NullMarked
package dev.headroom.autoscaler.trace;

import org.jspecify.annotations.NullMarked;
