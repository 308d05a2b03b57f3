@NullMarked
package dev.headroom.autoscaler;

import org.jspecify.annotations.NullMarked;
