@NullMarked
package dev.headroom.aggregation.stack;

import org.jspecify.annotations.NullMarked;
