/** The autoscaler's engine under many workloads, and how soon it decides. */
@NullMarked
package dev.headroom.benchmarks.autoscaling;

import org.jspecify.annotations.NullMarked;
