/** Headroom's own policies: bounds of demand that hold as often as they are worth. Pure. */
@NullMarked
package dev.headroom.autoscaler.sizing.headroom;

import org.jspecify.annotations.NullMarked;
