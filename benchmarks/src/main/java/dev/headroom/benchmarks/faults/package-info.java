/**
 * Fault runs: every server in a process of its own, killed, cut off and misled while random
 * histories are metered; afterwards the tables must equal a model's.
 */
@NullMarked
package dev.headroom.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
