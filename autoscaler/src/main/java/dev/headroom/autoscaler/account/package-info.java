/** What capacity was used, and what it would have been without scaling or overbooking. Pure. */
@NullMarked
package dev.headroom.autoscaler.account;

import org.jspecify.annotations.NullMarked;
