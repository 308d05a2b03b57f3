@NullMarked
package dev.headroom.autoscaler.sizing.overcommit;

import org.jspecify.annotations.NullMarked;
