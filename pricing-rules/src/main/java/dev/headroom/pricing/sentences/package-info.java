/**
 * Explanations of an invoice as sentences that finance reads; the same text for the same figures.
 */
@NullMarked
package dev.headroom.pricing.sentences;

import org.jspecify.annotations.NullMarked;
