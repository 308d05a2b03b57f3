@NullMarked
package dev.headroom.collectors.node;

import org.jspecify.annotations.NullMarked;
