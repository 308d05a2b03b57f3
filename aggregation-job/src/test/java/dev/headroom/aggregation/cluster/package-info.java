@NullMarked
package dev.headroom.aggregation.cluster;

import org.jspecify.annotations.NullMarked;
