@NullMarked
package dev.headroom.autoscaler.forecast;

import org.jspecify.annotations.NullMarked;
