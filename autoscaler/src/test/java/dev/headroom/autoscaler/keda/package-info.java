@NullMarked
package dev.headroom.autoscaler.keda;

import org.jspecify.annotations.NullMarked;
