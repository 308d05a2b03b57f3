@NullMarked
package dev.headroom.benchmarks.autoscaling;

import org.jspecify.annotations.NullMarked;
