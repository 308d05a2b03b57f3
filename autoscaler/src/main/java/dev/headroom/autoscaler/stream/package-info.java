/** The edge: reads usage from Kafka, acts, and writes decisions to Kafka. */
@NullMarked
package dev.headroom.autoscaler.stream;

import org.jspecify.annotations.NullMarked;
