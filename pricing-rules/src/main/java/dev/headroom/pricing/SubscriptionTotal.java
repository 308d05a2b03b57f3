package dev.headroom.pricing;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a subscription with a commitment comes to in a month, before the commitment.
 *
 * @param from start of the subscription
 * @param total payable, at the currency's exponent
 */
public record SubscriptionTotal(Instant from, BigDecimal total, String currency) {}
