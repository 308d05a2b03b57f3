/** The configuration of the job: a file of kind AggregationJob and the files it names. */
@NullMarked
package dev.headroom.aggregation.config;

import org.jspecify.annotations.NullMarked;
