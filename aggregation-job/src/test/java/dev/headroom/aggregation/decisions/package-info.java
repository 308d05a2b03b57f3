@NullMarked
package dev.headroom.aggregation.decisions;

import org.jspecify.annotations.NullMarked;
