/** What was seen of a demand, in bounded memory: each is updated in place, tick by tick. */
@NullMarked
package dev.headroom.autoscaler.sizing.history;

import org.jspecify.annotations.NullMarked;
