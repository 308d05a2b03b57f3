/** How many replicas a workload should have. Pure. */
@NullMarked
package dev.headroom.autoscaler.policy;

import org.jspecify.annotations.NullMarked;
