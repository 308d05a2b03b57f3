@NullMarked
package dev.headroom.autoscaler.config;

import org.jspecify.annotations.NullMarked;
