@NullMarked
package dev.headroom.aggregation;

import org.jspecify.annotations.NullMarked;
