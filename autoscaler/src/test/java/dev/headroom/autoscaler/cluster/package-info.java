@NullMarked
package dev.headroom.autoscaler.cluster;

import org.jspecify.annotations.NullMarked;
