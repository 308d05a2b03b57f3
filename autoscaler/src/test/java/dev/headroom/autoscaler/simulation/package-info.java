@NullMarked
package dev.headroom.autoscaler.simulation;

import org.jspecify.annotations.NullMarked;
