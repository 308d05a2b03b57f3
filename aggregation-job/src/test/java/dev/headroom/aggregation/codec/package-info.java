@NullMarked
package dev.headroom.aggregation.codec;

import org.jspecify.annotations.NullMarked;
