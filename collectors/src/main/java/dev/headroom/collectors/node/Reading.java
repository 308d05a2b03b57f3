package dev.headroom.collectors.node;

import org.jspecify.annotations.Nullable;

/**
 * One figure as the kernel tells it.
 *
 * @param source what counts, told apart from another thing that later has the same name: a process
 *     by its number and start, a control group by its path and inode
 * @param label further tells apart the figures of one source and metric
 * @param value bytes, nanoseconds or CPUs, see {@link NodeMetric}
 * @param series where it belongs; null if no rule takes it
 */
record Reading(
    String source, NodeMetric metric, String label, long value, @Nullable Series series) {}
