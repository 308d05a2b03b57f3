/** What servers tell of themselves. */
@NullMarked
package dev.headroom.cli.telemetry;

import org.jspecify.annotations.NullMarked;
