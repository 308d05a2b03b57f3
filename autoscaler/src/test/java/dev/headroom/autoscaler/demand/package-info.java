@NullMarked
package dev.headroom.autoscaler.demand;

import org.jspecify.annotations.NullMarked;
