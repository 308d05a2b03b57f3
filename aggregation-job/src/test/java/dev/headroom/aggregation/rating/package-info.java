/** Tests of what the rating keeps in state. */
@NullMarked
package dev.headroom.aggregation.rating;

import org.jspecify.annotations.NullMarked;
