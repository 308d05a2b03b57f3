@NullMarked
package dev.headroom.autoscaler.sizing;

import org.jspecify.annotations.NullMarked;
