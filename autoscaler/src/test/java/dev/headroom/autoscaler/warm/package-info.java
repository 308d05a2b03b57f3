@NullMarked
package dev.headroom.autoscaler.warm;

import org.jspecify.annotations.NullMarked;
