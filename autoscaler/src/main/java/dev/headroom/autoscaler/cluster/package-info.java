/** Cluster managers, and what keeps a bad one from doing harm. */
@NullMarked
package dev.headroom.autoscaler.cluster;

import org.jspecify.annotations.NullMarked;
