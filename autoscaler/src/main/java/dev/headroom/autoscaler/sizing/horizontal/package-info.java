/** Published policies that choose a number of replicas. */
@NullMarked
package dev.headroom.autoscaler.sizing.horizontal;

import org.jspecify.annotations.NullMarked;
