/**
 * The usage of one machine, sent as OTLP through the OpenTelemetry SDK.
 *
 * <p>{@code ProcFiles} and {@code CgroupFiles} read, the parsers beside them are pure, {@code
 * Ledger} turns counters that restart and vanish into sums that only grow.
 */
@NullMarked
package dev.headroom.collectors.node;

import org.jspecify.annotations.NullMarked;
