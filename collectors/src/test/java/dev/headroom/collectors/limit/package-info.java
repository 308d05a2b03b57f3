@NullMarked
package dev.headroom.collectors.limit;

import org.jspecify.annotations.NullMarked;
