@NullMarked
package dev.headroom.aggregation.sink;

import org.jspecify.annotations.NullMarked;
