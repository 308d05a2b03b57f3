@NullMarked
package dev.headroom.aggregation.schema;

import org.jspecify.annotations.NullMarked;
