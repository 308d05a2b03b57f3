@NullMarked
package dev.headroom.autoscaler.policy;

import org.jspecify.annotations.NullMarked;
