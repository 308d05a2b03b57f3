/** The real OpenTelemetry Collector with the configurations that are shipped for it. */
@NullMarked
package dev.headroom.cli.otelcol;

import org.jspecify.annotations.NullMarked;
