@NullMarked
package dev.headroom.autoscaler.sizing.headroom;

import org.jspecify.annotations.NullMarked;
