/** How many machines a pool should have, given that its tenants do not peak together. Pure. */
@NullMarked
package dev.headroom.autoscaler.overbooking;

import org.jspecify.annotations.NullMarked;
