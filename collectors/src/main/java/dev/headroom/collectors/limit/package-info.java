/** What one client of the gateway may send. Pure: the time is an argument. */
@NullMarked
package dev.headroom.collectors.limit;

import org.jspecify.annotations.NullMarked;
