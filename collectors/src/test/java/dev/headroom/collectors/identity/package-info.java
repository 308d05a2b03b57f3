@NullMarked
package dev.headroom.collectors.identity;

import org.jspecify.annotations.NullMarked;
