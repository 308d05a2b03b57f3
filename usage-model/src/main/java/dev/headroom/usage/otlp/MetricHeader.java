package dev.headroom.usage.otlp;

/**
 * A metric without its points.
 *
 * @param name the metric's name
 * @param unit its unit (UCUM); empty if it names none
 * @param kind what its points mean
 * @param points how many there are
 */
public record MetricHeader(String name, String unit, MetricKind kind, int points) {}
