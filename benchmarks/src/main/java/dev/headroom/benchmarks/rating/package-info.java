/** How fast prices are applied, measured with JMH beside the least that anybody would do. */
@NullMarked
package dev.headroom.benchmarks.rating;

import org.jspecify.annotations.NullMarked;
