package dev.headroom.cli.otelcol;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * A point as the debug exporter shows it.
 *
 * @param series resource, scope, metric and attributes, as text
 */
record ReportedPoint(
    String series,
    String metric,
    Map<String, String> attributes,
    Instant start,
    Instant time,
    BigDecimal value) {}
