/** What became of the points of every Kafka record: one row a record. */
@NullMarked
package dev.headroom.aggregation.ledger;

import org.jspecify.annotations.NullMarked;
