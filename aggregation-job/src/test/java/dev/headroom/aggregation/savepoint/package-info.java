@NullMarked
package dev.headroom.aggregation.savepoint;

import org.jspecify.annotations.NullMarked;
