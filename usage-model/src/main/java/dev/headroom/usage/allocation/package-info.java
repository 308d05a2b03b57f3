/** Laying the overhead of a process of many tenants upon them, exactly. */
@NullMarked
package dev.headroom.usage.allocation;

import org.jspecify.annotations.NullMarked;
