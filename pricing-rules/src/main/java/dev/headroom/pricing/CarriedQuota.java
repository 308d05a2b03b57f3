package dev.headroom.pricing;

import java.time.Instant;

/**
 * What a week that ends in the next month has used of a quota, so far.
 *
 * @param subscribedFrom start of the subscription that has the limit
 * @param limitId of the quota
 * @param from start of the week, or of the subscription if that is later
 * @param used in the unit of the quota, positive
 */
public record CarriedQuota(Instant subscribedFrom, String limitId, Instant from, Rational used) {}
