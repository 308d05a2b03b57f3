@NullMarked
package dev.headroom.autoscaler.sizing.history;

import org.jspecify.annotations.NullMarked;
