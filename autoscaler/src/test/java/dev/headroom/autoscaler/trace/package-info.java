@NullMarked
package dev.headroom.autoscaler.trace;

import org.jspecify.annotations.NullMarked;
