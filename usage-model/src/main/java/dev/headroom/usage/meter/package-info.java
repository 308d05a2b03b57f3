/** Meters: which points become a billable quantity, and how. */
@NullMarked
package dev.headroom.usage.meter;

import org.jspecify.annotations.NullMarked;
