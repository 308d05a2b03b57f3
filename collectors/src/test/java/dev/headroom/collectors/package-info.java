@NullMarked
package dev.headroom.collectors;

import org.jspecify.annotations.NullMarked;
