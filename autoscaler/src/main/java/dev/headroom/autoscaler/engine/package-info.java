/**
 * Observe, decide, remember: everything between the stream and the cluster manager, without either.
 * Pure.
 */
@NullMarked
package dev.headroom.autoscaler.engine;

import org.jspecify.annotations.NullMarked;
