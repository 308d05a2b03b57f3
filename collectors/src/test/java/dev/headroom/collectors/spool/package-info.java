@NullMarked
package dev.headroom.collectors.spool;

import org.jspecify.annotations.NullMarked;
