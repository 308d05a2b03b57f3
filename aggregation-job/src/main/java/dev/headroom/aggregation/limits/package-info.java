/** What happens when a tenant reaches a budget or a quota. */
@NullMarked
package dev.headroom.aggregation.limits;

import org.jspecify.annotations.NullMarked;
