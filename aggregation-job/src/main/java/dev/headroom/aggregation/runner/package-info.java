/** Starts the job: on a MiniCluster in this process, or on the cluster that calls main. */
@NullMarked
package dev.headroom.aggregation.runner;

import org.jspecify.annotations.NullMarked;
