@NullMarked
package dev.headroom.aggregation.runner;

import org.jspecify.annotations.NullMarked;
