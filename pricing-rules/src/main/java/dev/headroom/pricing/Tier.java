package dev.headroom.pricing;

import org.jspecify.annotations.Nullable;

/**
 * A range of the quantity and the price of each unit inside it.
 *
 * @param upTo end of the range, inclusive, in pricing units beyond the allowance; null if open
 * @param price per pricing unit
 * @param fee charged once as soon as the quantity enters the range; null for none
 */
public record Tier(@Nullable Rational upTo, Rational price, @Nullable Rational fee) {}
