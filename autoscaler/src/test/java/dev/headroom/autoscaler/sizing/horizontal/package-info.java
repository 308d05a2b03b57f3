@NullMarked
package dev.headroom.autoscaler.sizing.horizontal;

import org.jspecify.annotations.NullMarked;
