@NullMarked
package dev.headroom.aggregation.rows;

import org.jspecify.annotations.NullMarked;
