@NullMarked
package dev.headroom.autoscaler.decision;

import org.jspecify.annotations.NullMarked;
