@NullMarked
package dev.headroom.autoscaler.sizing.vertical;

import org.jspecify.annotations.NullMarked;
