@NullMarked
package dev.headroom.benchmarks;

import org.jspecify.annotations.NullMarked;
