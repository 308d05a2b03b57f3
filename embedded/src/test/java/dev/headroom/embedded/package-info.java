@NullMarked
package dev.headroom.embedded;

import org.jspecify.annotations.NullMarked;
