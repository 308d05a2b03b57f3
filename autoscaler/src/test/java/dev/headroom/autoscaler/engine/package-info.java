@NullMarked
package dev.headroom.autoscaler.engine;

import org.jspecify.annotations.NullMarked;
