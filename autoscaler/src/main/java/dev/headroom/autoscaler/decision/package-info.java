/** The record of what was decided, and why. */
@NullMarked
package dev.headroom.autoscaler.decision;

import org.jspecify.annotations.NullMarked;
