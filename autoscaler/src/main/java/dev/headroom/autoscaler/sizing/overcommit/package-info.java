/** Published predictors of the peak that the workloads of a pool reach together. */
@NullMarked
package dev.headroom.autoscaler.sizing.overcommit;

import org.jspecify.annotations.NullMarked;
