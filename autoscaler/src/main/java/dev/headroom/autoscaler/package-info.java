/** Pure policies; around them the stream reader and the cluster managers. */
@NullMarked
package dev.headroom.autoscaler;

import org.jspecify.annotations.NullMarked;
