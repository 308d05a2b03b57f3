@NullMarked
package dev.headroom.usage.yaml;

import org.jspecify.annotations.NullMarked;
