/** The keyed operator that keeps a billing period's usage and its charges. */
@NullMarked
package dev.headroom.aggregation.rating;

import org.jspecify.annotations.NullMarked;
