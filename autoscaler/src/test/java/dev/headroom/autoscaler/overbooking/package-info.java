@NullMarked
package dev.headroom.autoscaler.overbooking;

import org.jspecify.annotations.NullMarked;
