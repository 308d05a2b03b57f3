package dev.headroom.usage.meter;

/**
 * A selector and the meter it belongs to.
 *
 * @param meterFingerprint changes when a definition of the meter changes that bears on a quantity
 */
public record Selection(Meter meter, PointSelector selector, long meterFingerprint) {}
