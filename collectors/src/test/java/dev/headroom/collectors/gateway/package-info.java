@NullMarked
package dev.headroom.collectors.gateway;

import org.jspecify.annotations.NullMarked;
