/** The rows of the tables, encoded as RowBinary. */
@NullMarked
package dev.headroom.aggregation.rows;

import org.jspecify.annotations.NullMarked;
