/**
 * What an autoscaler decided, or another one would have, worked out again from recorded usage.
 * Pure.
 */
@NullMarked
package dev.headroom.autoscaler.replay;

import org.jspecify.annotations.NullMarked;
