/** How much of a pool is kept free for replicas that are about to start. Pure. */
@NullMarked
package dev.headroom.autoscaler.warm;

import org.jspecify.annotations.NullMarked;
