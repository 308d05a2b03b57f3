@NullMarked
package dev.headroom.autoscaler.kubernetes;

import org.jspecify.annotations.NullMarked;
