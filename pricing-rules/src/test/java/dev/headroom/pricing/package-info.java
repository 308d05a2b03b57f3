@NullMarked
package dev.headroom.pricing;

import org.jspecify.annotations.NullMarked;
