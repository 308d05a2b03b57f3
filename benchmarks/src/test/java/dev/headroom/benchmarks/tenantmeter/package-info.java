@NullMarked
package dev.headroom.benchmarks.tenantmeter;

import org.jspecify.annotations.NullMarked;
