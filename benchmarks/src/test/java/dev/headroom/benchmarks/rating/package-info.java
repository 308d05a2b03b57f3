@NullMarked
package dev.headroom.benchmarks.rating;

import org.jspecify.annotations.NullMarked;
