/** Published policies that choose the size of what runs, rather than a number. */
@NullMarked
package dev.headroom.autoscaler.sizing.vertical;

import org.jspecify.annotations.NullMarked;
