/** How our types are written to the network and to state: by hand, with a version. */
@NullMarked
package dev.headroom.aggregation.codec;

import org.jspecify.annotations.NullMarked;
