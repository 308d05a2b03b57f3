@NullMarked
package dev.headroom.autoscaler.replay;

import org.jspecify.annotations.NullMarked;
