@NullMarked
package dev.headroom.usage;

import org.jspecify.annotations.NullMarked;
