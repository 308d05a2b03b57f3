/** What a server tells of itself: its metrics, and whether it lives and is ready. */
@NullMarked
package dev.headroom.cli.telemetry;

import org.jspecify.annotations.NullMarked;
