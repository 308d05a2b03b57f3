/**
 * A bounded queue on disk. What was appended is there after a crash, and leaves in its order; it
 * knows nothing of what it holds.
 */
@NullMarked
package dev.headroom.collectors.spool;

import org.jspecify.annotations.NullMarked;
