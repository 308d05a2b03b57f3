/**
 * Usage and a price book in, charges and an invoice out: pure and exact.
 *
 * <p>A line's cost is a function F of the quantity used so far in the billing period (a calendar
 * month, UTC), in exact fractions. The charge of a window is R9(F after it) − R9(F before it), R9
 * being rounding to nine places, in the order of event time; one further charge per line carries
 * the difference to F rounded once at the currency's exponent. So the charges shown so far add up
 * to the invoice issued now, at any moment. {@link dev.headroom.pricing.Rating} is the entry.
 */
@NullMarked
package dev.headroom.pricing;

import org.jspecify.annotations.NullMarked;
