package dev.headroom.collectors.node;

import io.opentelemetry.api.common.Attributes;

/**
 * One series that is reported.
 *
 * @param rule index of the rule it belongs to
 */
record Series(int rule, NodeMetric metric, Attributes attributes) {}
