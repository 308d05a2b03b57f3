@NullMarked
package dev.headroom.autoscaler.stream;

import org.jspecify.annotations.NullMarked;
