@NullMarked
package dev.headroom.aggregation.config;

import org.jspecify.annotations.NullMarked;
