/** From a Kafka record to its byte ranges, one a resource. */
@NullMarked
package dev.headroom.aggregation.intake;

import org.jspecify.annotations.NullMarked;
