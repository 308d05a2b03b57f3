@NullMarked
package dev.headroom.aggregation.intake;

import org.jspecify.annotations.NullMarked;
