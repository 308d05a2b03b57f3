/** For clusters in which KEDA scales: it asks here how many replicas there should be. */
@NullMarked
package dev.headroom.autoscaler.keda;

import org.jspecify.annotations.NullMarked;
