@NullMarked
package dev.headroom.collectors.shared;

import org.jspecify.annotations.NullMarked;
